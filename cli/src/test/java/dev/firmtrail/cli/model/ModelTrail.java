package dev.firmtrail.cli.model;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the trail of the device must hold, that all rows post to: to make one takes long. */
final class ModelTrail {
  private static final String DEVICE = "box";

  private final List<Step> steps = new ArrayList<>();

  /** One step; its number is its place in the list. */
  record Step(String message, ObjectNode state) {}

  String device() {
    return DEVICE;
  }

  /** As it is typed. */
  String reference() {
    return "ada/" + DEVICE;
  }

  List<Step> steps() {
    return steps;
  }

  void append(String message, ObjectNode state) {
    steps.add(new Step(message, state.deepCopy()));
  }
}
