// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpClient;
import io.obsagent.exporter.transport.HttpRequest;
import io.obsagent.exporter.transport.HttpResponse;
import io.obsagent.insight.alerting.config.HttpOptions;
import io.obsagent.insight.alerting.config.HttpTarget;
import io.obsagent.insight.alerting.config.Secret;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Asks a receiver's server, with one limit for all of connecting, sending and answering. Follows no
 * redirect: where to send is the configuration's word alone. Its errors hold no secret.
 */
public final class HttpSender {
  private static final String JSON = "application/json";

  private final Duration timeout;
  private final HttpClient client;

  public HttpSender(HttpOptions options, Duration timeout) {
    this.timeout = timeout;
    this.client = new HttpClient(options.settings(timeout));
  }

  /** The answer's status, the beginning of its body, and how long it asks to be left alone. */
  public record Answer(int status, String body, Duration retryAfter) {}

  public Answer post(Secret url, String json) throws DeliveryException {
    return post(url, json, Map.of());
  }

  public Answer post(Secret url, String json, Map<String, String> headers)
      throws DeliveryException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putIfAbsent("Content-Type", JSON);
    return send("POST", url, json, all);
  }

  /**
   * @param body empty for none
   */
  public Answer send(String method, Secret url, String body, Map<String, String> headers)
      throws DeliveryException {
    try {
      String text = url.read();
      if (!HttpTarget.isUrl(text)) {
        throw new IllegalArgumentException("not a URL");
      }
      Map<String, String> all = new LinkedHashMap<>(headers);
      String user = URI.create(text).getRawUserInfo();
      if (user != null) {
        all.putIfAbsent("Authorization", basic(user));
      }
      ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
      HttpResponse response =
          client.send(new HttpRequest(method, Endpoint.ofUrl(text), all, bytes));
      return new Answer(response.status(), response.text(), response.retryAfter());
    } catch (SocketTimeoutException e) {
      String what = e.getMessage();
      boolean noAnswer = what == null || what.equals("no answer in time");
      throw new DeliveryException(
          "no answer within " + timeout.toMillis() + " ms" + (noAnswer ? "" : ": " + what), true);
    } catch (InterruptedIOException e) {
      throw new DeliveryException("interrupted", true);
    } catch (IOException e) {
      throw new DeliveryException(describe(e), true);
    } catch (IllegalArgumentException e) {
      // Its message would show the URL, which is a secret.
      throw new DeliveryException("the URL or a header is not valid", false);
    }
  }

  private static String basic(String userInfo) {
    String pair = URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String describe(IOException cause) {
    String message = cause.getMessage();
    String type = cause.getClass().getSimpleName();
    return message == null || message.contains("://") ? type : type + ": " + message;
  }

  /** Takes 2xx; anything else is a failure, worth another attempt if the server says so. */
  public static void check(Answer answer) throws DeliveryException {
    check(answer, false);
  }

  /**
   * @param again whether another attempt is worth it whatever the status is
   */
  static void check(Answer answer, boolean again) throws DeliveryException {
    int status = answer.status();
    if (status / 100 == 2) {
      return;
    }
    if (status / 100 == 3) {
      throw new DeliveryException(
          "status " + status + ": redirects are not followed; configure the final address", false);
    }
    String body = answer.body().strip();
    String shown = body.length() > 200 ? body.substring(0, 200) : body;
    boolean retryable = again || status / 100 == 5 || status == 429 || status == 408;
    throw new DeliveryException(
        "status " + status + (shown.isEmpty() ? "" : ": " + shown.replaceAll("\\p{Cntrl}", " ")),
        retryable,
        answer.retryAfter());
  }
}
