package dev.firmtrail.hub.web;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Sends the bytes of an object, whole or one range of them, with constant memory ({@code
 * docs/formats/hub.md}, Bytes).
 */
final class BlobSender {
  private static final int BUFFER = 128 * 1024;

  private BlobSender() {}

  static void send(Context context, Answer.Blob blob) throws IOException {
    try (FileChannel content = blob.content()) {
      HttpServletResponse response = context.res();
      long size = content.size();
      String etag = '"' + blob.tag() + '"';
      response.setHeader("ETag", etag);
      response.setHeader("Accept-Ranges", "bytes");
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setContentType("application/octet-stream");
      ByteRange range =
          ByteRange.of(
              Optional.ofNullable(context.header("Range")),
              Optional.ofNullable(context.header("If-Range")),
              etag,
              size);
      switch (range) {
        case ByteRange.Whole() -> {
          response.setHeader("Content-Disposition", disposition(blob.name()));
          send(context, content, new ByteRange.Part(0, size - 1));
        }
        case ByteRange.Part part -> {
          response.setHeader("Content-Disposition", disposition(blob.name()));
          response.setStatus(206);
          response.setHeader(
              "Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size);
          send(context, content, part);
        }
        case ByteRange.Unsatisfiable() -> {
          response.setStatus(416);
          response.setHeader("Content-Range", "bytes */" + size);
          response.setContentLengthLong(0);
        }
      }
    }
  }

  private static void send(Context context, FileChannel content, ByteRange.Part part)
      throws IOException {
    context.res().setContentLengthLong(part.length());
    if (context.req().getMethod().equals("HEAD")) {
      return;
    }
    OutputStream out = context.res().getOutputStream();
    byte[] buffer = new byte[(int) Math.min(BUFFER, Math.max(1, part.length()))];
    long at = part.first();
    while (at <= part.last()) {
      int wanted = (int) Math.min(buffer.length, part.last() - at + 1);
      int got = content.read(ByteBuffer.wrap(buffer, 0, wanted), at);
      if (got < 0) {
        throw new EOFException("the object's file became shorter while it was sent");
      }
      out.write(buffer, 0, got);
      at += got;
    }
  }

  /**
   * The last part of the object's path as a file name, in plain letters and, exactly, in the
   * encoding of RFC 8187.
   */
  static String disposition(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    String plain = file.replaceAll("[^A-Za-z0-9._-]", "_");
    String exact =
        URLEncoder.encode(file, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact;
  }
}
