// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.ingest;

import io.obsagent.insight.api.ApiException;
import io.obsagent.spi.http.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The body of a request, unpacked within a bound. */
final class Body {
  /** The port takes 1 MiB; unpacked it is at most this much, bytes. */
  static final int MAX_BYTES = 8 << 20;

  private Body() {}

  /**
   * @throws ApiException if it is packed in a way that is not known, or too large
   */
  static byte[] bytes(Request request) {
    String encoding = request.header("content-encoding");
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return request.body();
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new ApiException(415, "bad_data", "Content-Encoding: only gzip is known");
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
      byte[] unpacked = in.readNBytes(MAX_BYTES + 1);
      if (unpacked.length > MAX_BYTES) {
        throw new ApiException(413, "bad_data", "unpacked at most " + MAX_BYTES + " bytes");
      }
      return unpacked;
    } catch (IOException e) {
      throw ApiException.badData("the body is no gzip: " + e.getMessage());
    }
  }

  /**
   * @throws ApiException also if it is no UTF-8
   */
  static String text(Request request) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(request))).toString();
    } catch (CharacterCodingException e) {
      throw ApiException.badData("the body is no UTF-8");
    }
  }

  /** Whether a text is JSON: no line of the other format begins so. */
  static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  /** Whether the request says that it is of a type. */
  static boolean is(@Nullable String contentType, String type) {
    return contentType != null && contentType.regionMatches(true, 0, type, 0, type.length());
  }
}
