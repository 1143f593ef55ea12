package dev.firmtrail.hub.web;

/** The methods that this hub serves. Whatever answers GET answers HEAD too. */
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE
}
