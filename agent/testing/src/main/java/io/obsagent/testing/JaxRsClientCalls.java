// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.util.Map;
import java.util.function.BinaryOperator;
import javax.ws.rs.client.Client;
import javax.ws.rs.client.ClientBuilder;
import javax.ws.rs.client.WebTarget;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.UriBuilder;

/** Requests as applications make them by any implementation of JAX-RS. */
public final class JaxRsClientCalls implements BinaryOperator<String> {
  private final Client client = ClientBuilder.newClient();

  /**
   * Sends a request.
   *
   * @param base of an {@link HttpTarget}
   * @return the status of the answer
   */
  @Override
  public String apply(String base, String way) {
    return switch (way) {
      case "once" -> get(client.target(base).path("status/{code}").resolveTemplate("code", 203));
      case "with a query" ->
          get(
              client
                  .target(base + "/status/{code: [0-9]{3}}")
                  .resolveTemplates(Map.of("code", 203))
                  .queryParam("q", "{q}")
                  .resolveTemplate("q", "1"));
      case "bit by bit" ->
          get(
              client
                  .target(base)
                  .path("{what}")
                  .resolveTemplate("what", "status")
                  .path("/{code}")
                  .resolveTemplateFromEncoded("code", "203"));
      case "by a builder" ->
          get(
              client.target(
                  UriBuilder.fromUri(base)
                      .path("{what}")
                      .resolveTemplate("what", "status")
                      .segment("203")));
      case "by a URI" ->
          get(client.target(UriBuilder.fromUri(base).path("{what}/{code}").build("status", 203)));
      case "by a map" ->
          get(
              client
                  .target(
                      UriBuilder.fromUri(base + "/{what}").buildFromMap(Map.of("what", "status")))
                  .path("{code}")
                  .resolveTemplate("code", 203));
      case "on another thread" -> later(base);
      case "without a template" -> get(client.target(base).path("status").path("203"));
      case "with a whole URI" ->
          get(client.target(UriBuilder.fromUri(base + "/status/203").build()));
      case "with another path" ->
          get(
              client.target(
                  UriBuilder.fromUri(base)
                      .path("{what}")
                      .resolveTemplate("what", "items")
                      .replacePath("status/203")));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static String get(WebTarget target) {
    return status(target.request().get());
  }

  private String later(String base) {
    WebTarget target = client.target(base).path("status/{code}").resolveTemplate("code", 203);
    try {
      return status(target.request().async().get().get());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String status(Response response) {
    response.close();
    return String.valueOf(response.getStatus());
  }
}
