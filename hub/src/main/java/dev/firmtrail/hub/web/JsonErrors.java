package dev.firmtrail.hub.web;

import dev.firmtrail.state.json.JsonWriter;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The answers to requests that are not good enough HTTP to reach a route: JSON, and nothing of what
 * was sent comes back.
 */
final class JsonErrors extends ErrorHandler {
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    String text = HttpStatus.getMessage(code);
    // Another version of HTTP is nobody's failure.
    if (code >= 500 && code != HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505) {
      text = RequestId.quoted(text, request);
      response.getHeaders().put(RequestId.HEADER, RequestId.of(request));
    }
    byte[] body = JsonWriter.COMPACT.bytes(ErrorBody.framework(text));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
