// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import io.obsagent.spi.http.Access;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The files of the console, read from the agent's jar when they are asked for: nothing of it is in
 * memory while nobody looks. A browser keeps them, and asks whether they are still the same.
 */
final class UiRoutes {
  private static final String PATH = "/console/";
  private static final String RESOURCES = "io/obsagent/console/ui/";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private UiRoutes() {}

  static void register(Routes routes) {
    routes.add("GET", PATH + "**", Access.READ, UiRoutes::file);
  }

  /** The page that loads the rest. */
  static Response page(Request request) {
    return answer("index.html", request).with("Vary", "Accept, Accept-Encoding");
  }

  private static Response file(Request request) {
    return answer(request.path().substring(PATH.length()), request).with("Vary", "Accept-Encoding");
  }

  /** A file, or that the browser has it as it is. */
  static Response answer(String name, Request request) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    byte[] bytes = type == null || !isName(name) ? null : read(name);
    if (type == null || bytes == null) {
      return Response.error(404, "the console has no such file");
    }
    CRC32 sum = new CRC32();
    sum.update(bytes);
    String tag = '"' + Long.toHexString(sum.getValue()) + '-' + bytes.length + '"';
    String known = request.header("if-none-match");
    Response response =
        known != null && known.contains(tag)
            ? new Response(304, Map.of(), out -> {})
            : Response.bytes(200, type, bytes);
    return response.with("ETag", tag).with("Cache-Control", "no-cache");
  }

  /** Below our own directory, and nothing else: no step upwards. */
  private static boolean isName(String name) {
    return !name.contains("..")
        && !name.contains("//")
        && name.chars()
            .allMatch(
                c ->
                    c >= 'a' && c <= 'z'
                        || c >= 'A' && c <= 'Z'
                        || c >= '0' && c <= '9'
                        || c == '/'
                        || c == '-'
                        || c == '.');
  }

  private static byte @Nullable [] read(String name) {
    try (InputStream in = UiRoutes.class.getClassLoader().getResourceAsStream(RESOURCES + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
