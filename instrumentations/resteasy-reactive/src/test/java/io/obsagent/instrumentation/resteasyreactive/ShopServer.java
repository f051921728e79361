// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.resteasyreactive;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.jandex.Indexer;
import org.jboss.resteasy.reactive.server.core.reflection.ReflectiveContextInjectedBeanFactory;
import org.jboss.resteasy.reactive.server.processor.ResteasyReactiveDeploymentManager;
import org.jboss.resteasy.reactive.server.processor.ResteasyReactiveDeploymentManager.PreparedApplication;
import org.jboss.resteasy.reactive.server.processor.ResteasyReactiveDeploymentManager.RunnableApplication;
import org.jboss.resteasy.reactive.server.spi.DefaultRuntimeConfiguration;
import org.jboss.resteasy.reactive.server.vertx.ResteasyReactiveVertxHandler;
import org.jboss.resteasy.reactive.server.vertx.VertxRequestContextFactory;

/** Vert.x on the loopback interface, with what Quarkus makes of an application at its build. */
final class ShopServer implements AutoCloseable {
  private static final int THREADS = 10;

  private static List<Class<?>> resources = List.of();

  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  ShopServer(List<Class<?>> application, String... more) throws Exception {
    tellThreads();
    resources = application;
    ClassLoader loader = application.get(0).getClassLoader();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      Router router = Router.router(vertx);
      RunnableApplication running = deploy(loader, more);
      router
          .route(running.getPath() + "/*")
          .handler(new ResteasyReactiveVertxHandler(event -> {}, running.getInitialHandler()));
      server =
          vertx
              .createHttpServer()
              .requestHandler(router)
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Says which threads may block: to a class that newer versions have elsewhere. */
  private static void tellThreads() throws Exception {
    String name = "org.jboss.resteasy.reactive.%s.core.BlockingOperationSupport";
    Class<?> support;
    try {
      support = Class.forName(String.format(name, "common"));
    } catch (ClassNotFoundException older) {
      support = Class.forName(String.format(name, "server"));
    }
    for (Method method : support.getMethods()) {
      if (method.getName().equals("setIoThreadDetector")) {
        Class<?> type = method.getParameterTypes()[0];
        Object detector =
            Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, called, arguments) -> !Context.isOnEventLoopThread());
        method.invoke(null, detector);
      }
    }
  }

  private RunnableApplication deploy(ClassLoader loader, String... more) throws Exception {
    Indexer indexer = new Indexer();
    List<String> names = new ArrayList<>(List.of(more));
    names.add(Shop.class.getName());
    resources.forEach(each -> names.add(each.getName()));
    for (String name : names) {
      try (InputStream file = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
        indexer.index(file);
      }
    }
    PreparedApplication prepared =
        ResteasyReactiveDeploymentManager.start(indexer.complete())
            .scan()
            .prepare(loader, ReflectiveContextInjectedBeanFactory.STRING_FACTORY);
    prepared.addScannedSerializers();
    prepared.addBuiltinSerializers();
    return prepared.createApplication(configuration(), new VertxRequestContextFactory(), threads);
  }

  /** Its options become more with each version. */
  private static DefaultRuntimeConfiguration configuration() throws Exception {
    Constructor<?> constructor = DefaultRuntimeConfiguration.class.getConstructors()[0];
    List<Object> options = new ArrayList<>();
    for (Class<?> type : constructor.getParameterTypes()) {
      options.add(option(type));
    }
    return (DefaultRuntimeConfiguration) constructor.newInstance(options.toArray());
  }

  private static Object option(Class<?> type) {
    if (type == Duration.class) {
      return Duration.ofMinutes(1);
    } else if (type == boolean.class) {
      return true;
    } else if (type == String.class) {
      return System.getProperty("java.io.tmpdir");
    } else if (type == Charset.class) {
      return StandardCharsets.UTF_8;
    } else if (type == OptionalLong.class) {
      return OptionalLong.empty();
    } else if (type == Optional.class) {
      return Optional.empty();
    } else if (type == List.class) {
      return List.of();
    } else if (type == int.class) {
      return 1_000;
    }
    return 2_048L;
  }

  int port() {
    return server.actualPort();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    threads.shutdown();
  }

  /** The application, without which only classes with annotations count. */
  @ApplicationPath("/shop/api")
  public static final class Shop extends Application {
    @Override
    public Set<Class<?>> getClasses() {
      return new HashSet<>(resources);
    }
  }
}
