// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.HttpOptions;
import io.obsagent.insight.alerting.config.HttpTarget;
import io.obsagent.insight.alerting.config.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON with one limit for all of connecting, sending and answering. Follows no redirect:
 * where to send is the configuration's word alone.
 */
public final class HttpSender {
  private static final int MAX_ANSWER = 8_192;

  private final HttpOptions options;
  private final Duration timeout;
  private @Nullable HttpClient client;

  public HttpSender(HttpOptions options, Duration timeout) {
    this.options = options;
    this.timeout = timeout;
  }

  /** The answer's status and the beginning of its body. */
  public record Answer(int status, String body) {}

  public Answer post(Secret url, String json) throws DeliveryException {
    return post(url, json, Map.of());
  }

  public Answer post(Secret url, String json, Map<String, String> headers)
      throws DeliveryException {
    CompletableFuture<HttpResponse<String>> exchange = null;
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(uri(url)).timeout(timeout);
      request.header("Content-Type", "application/json").header("User-Agent", "obs-agent");
      headers.forEach(request::header);
      authorize(request);
      request.POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
      exchange = client().sendAsync(request.build(), info -> new Beginning());
      HttpResponse<String> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), response.body());
    } catch (ExecutionException e) {
      forgetClient();
      throw new DeliveryException(describe(e.getCause()), true);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new DeliveryException("no answer within " + timeout.toMillis() + " ms", true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeliveryException("interrupted", true);
    } catch (UncheckedIOException e) {
      // The client cannot open what it selects by: out of file descriptors, which passes.
      throw new DeliveryException(describe(e.getCause()), true);
    } catch (IOException e) {
      throw new DeliveryException("cannot read a secret's file: " + describe(e), true);
    } catch (IllegalArgumentException e) {
      // Its message would show the URL, which is a secret.
      throw new DeliveryException("the URL or a header is not valid", false);
    }
  }

  private static String describe(@Nullable Throwable cause) {
    return cause == null
        ? "failed"
        : cause.getClass().getSimpleName()
            + (cause.getMessage() == null || cause.getMessage().contains("://")
                ? ""
                : ": " + cause.getMessage());
  }

  private static URI uri(Secret url) throws IOException {
    String text = url.read();
    if (!HttpTarget.isUrl(text)) {
      throw new IllegalArgumentException("not a URL");
    }
    return URI.create(text);
  }

  private void authorize(HttpRequest.Builder request) throws IOException {
    Secret credentials = options.credentials();
    if (credentials != null) {
      request.header("Authorization", options.scheme() + " " + credentials.read());
    }
    if (!options.username().isEmpty()) {
      Secret password = options.password();
      String pair = options.username() + ":" + (password == null ? "" : password.read());
      byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
  }

  /**
   * A client whose selector has ended, for want of file descriptors, refuses every request from
   * then on, and does not say so in a way that could be asked for. So each failure to connect makes
   * the next attempt, at least seconds later, with a new one.
   */
  private synchronized void forgetClient() {
    client = null;
  }

  private synchronized HttpClient client() throws IOException {
    if (client == null) {
      // Its own thread: a name look-up that hangs must not hold other receivers up.
      Executor threads = ReceiverThread.create("obs-notify-http");
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(timeout)
              .executor(threads);
      if (!options.tls().isDefault()) {
        builder.sslContext(TlsContext.of(options.tls()));
      }
      client = builder.build();
    }
    return client;
  }

  /** Keeps the beginning of an answer and drops the rest. */
  private static final class Beginning implements HttpResponse.BodySubscriber<String> {
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] part = new byte[Math.min(buffer.remaining(), MAX_ANSWER - bytes.size())];
        buffer.get(part);
        bytes.writeBytes(part);
      }
      if (bytes.size() >= MAX_ANSWER && subscription != null) {
        subscription.cancel();
        onComplete();
      }
    }

    @Override
    public void onError(Throwable throwable) {
      text.completeExceptionally(throwable);
    }

    @Override
    public void onComplete() {
      text.complete(bytes.toString(StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<String> getBody() {
      return text;
    }
  }

  /** Takes 2xx; anything else is a failure, worth another attempt if the server says so. */
  public static void check(Answer answer) throws DeliveryException {
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
    boolean retryable = status / 100 == 5 || status == 429 || status == 408;
    throw new DeliveryException(
        "status " + status + (shown.isEmpty() ? "" : ": " + shown.replaceAll("\\p{Cntrl}", " ")),
        retryable);
  }
}
