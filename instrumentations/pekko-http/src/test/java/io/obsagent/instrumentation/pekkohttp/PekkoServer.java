// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import com.typesafe.config.ConfigFactory;
import io.obsagent.testing.HttpServerApplication.Work;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.japi.function.Function;

/** An application on Pekko HTTP. */
final class PekkoServer implements AutoCloseable {
  private final ActorSystem system;
  private final ServerBinding binding;

  private PekkoServer(ActorSystem system, ServerBinding binding) {
    this.system = system;
    this.binding = binding;
  }

  static ActorSystem system(String settings) {
    String all =
        settings
            + "\npekko.loglevel = OFF\npekko.stdout-loglevel = OFF\npekko.daemonic = on"
            + "\npekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off"
            + "\npekko.library-extensions = []";
    return ActorSystem.create(
        "test",
        ConfigFactory.parseString(all)
            .withFallback(ConfigFactory.load(PekkoServer.class.getClassLoader())));
  }

  /** Serves each path by a function, without directives. */
  static PekkoServer start(Map<String, Work> endpoints) throws Exception {
    return start(
        "",
        request -> {
          Work work = endpoints.get(request.getUri().path());
          return work == null
              ? CompletableFuture.completedFuture(HttpResponse.create().withStatus(404))
              : PekkoCall.serve(request, work);
        });
  }

  static PekkoServer start(
      String config, Function<HttpRequest, CompletionStage<HttpResponse>> handler)
      throws Exception {
    ActorSystem system = system(config);
    ServerSettings defaults = ServerSettings.create(system);
    ParserSettings parser =
        defaults
            .getParserSettings()
            .withCustomMethods(
                HttpMethods.custom(
                    "BREW",
                    false,
                    false,
                    org.apache.pekko.http.javadsl.model.RequestEntityAcceptances.Expected));
    return bound(
        system,
        Http.get(system)
            .newServerAt("127.0.0.1", 0)
            .withSettings(defaults.withParserSettings(parser))
            .bind(handler));
  }

  static PekkoServer start(Route route) throws Exception {
    return start(system(""), route);
  }

  /** One of several servers in a system. */
  static PekkoServer start(ActorSystem system, Route route) throws Exception {
    return bound(system, Http.get(system).newServerAt("127.0.0.1", 0).bind(route));
  }

  private static PekkoServer bound(ActorSystem system, CompletionStage<ServerBinding> binding)
      throws Exception {
    return new PekkoServer(system, binding.toCompletableFuture().get(60, TimeUnit.SECONDS));
  }

  ActorSystem system() {
    return system;
  }

  int port() {
    return binding.localAddress().getPort();
  }

  void unbind() throws Exception {
    binding.unbind().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    unbind();
    terminate(system);
  }

  static void terminate(ActorSystem system) throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
