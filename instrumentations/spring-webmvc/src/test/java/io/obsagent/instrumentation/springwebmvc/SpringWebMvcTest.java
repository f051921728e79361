// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebmvc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.view.InternalResourceView;

/** Under Tomcat, as the route needs a request to belong to. */
@ExtendWith(AgentExtension.class)
class SpringWebMvcTest {
  private static final Tomcat TOMCAT = new Tomcat();

  private final HttpClient client = HttpClient.newHttpClient();

  @RestController
  static class Shop {
    @GetMapping("/products/{id}")
    String product(@PathVariable("id") String id) {
      return "product " + id;
    }

    @GetMapping("/later/{id}")
    Callable<String> later(@PathVariable("id") String id) {
      return () -> "later " + id;
    }

    @GetMapping("/broken/{id}")
    String broken(@PathVariable("id") String id) {
      throw new IllegalStateException("broken " + id);
    }

    @GetMapping("/handled/{status}")
    String handled(@PathVariable("status") String status) {
      throw new UnsupportedOperationException(status);
    }

    @ExceptionHandler(UnsupportedOperationException.class)
    ResponseEntity<String> sorry(UnsupportedOperationException e) {
      return ResponseEntity.status(Integer.parseInt(e.getMessage())).body("sorry");
    }

    @GetMapping("/fragment/{n}")
    String fragment(@PathVariable("n") String n) {
      return "fragment " + n;
    }

    @GetMapping("/error")
    String error() {
      return "error page";
    }
  }

  @Controller
  static class Pages {
    @GetMapping("/page/{id}")
    View page() {
      InternalResourceView view = new InternalResourceView("/fragment/7");
      view.setAlwaysInclude(true);
      return view;
    }

    @GetMapping("/old/{id}")
    View old() {
      return new InternalResourceView("/fragment/8");
    }
  }

  @Configuration
  @EnableWebMvc
  static class Functions implements WebMvcConfigurer {
    @Bean
    RouterFunction<ServerResponse> functions() {
      return RouterFunctions.route()
          .path(
              "/functional",
              nested ->
                  nested
                      .GET("/{id}", call -> ServerResponse.ok().body(call.pathVariable("id")))
                      .GET(
                          "/failing/{id}",
                          call -> {
                            throw new IllegalStateException("failing");
                          }))
          .onError(
              IllegalStateException.class, (thrown, call) -> ServerResponse.status(503).build())
          .build();
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
      registry
          .addResourceHandler("/static/**")
          .addResourceLocations("classpath:/META-INF/services/");
    }
  }

  @BeforeAll
  static void startServer() throws Exception {
    LogManager.getLogManager().reset(); // Tomcat reports what the tests provoke
    Path base = Files.createTempDirectory("obs-spring");
    base.toFile().deleteOnExit();
    TOMCAT.setBaseDir(base.toString());
    TOMCAT.setPort(0);
    TOMCAT.getConnector();
    Context context = TOMCAT.addContext("/shop", base.toString());
    ErrorPage page = new ErrorPage();
    page.setLocation("/error");
    context.addErrorPage(page);
    AnnotationConfigWebApplicationContext application = new AnnotationConfigWebApplicationContext();
    application.register(Shop.class, Pages.class, Functions.class);
    addServlet(context, "plain", null);
    context.addServletMappingDecoded("/plain", "plain");
    Wrapper wrapper = addServlet(context, "spring", new DispatcherServlet(application));
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded("/", "spring");
    TOMCAT.start();
  }

  /**
   * By reflection: a servlet has another type before and after Tomcat 10.
   *
   * @param servlet null for one that includes what a controller answers
   */
  static Wrapper addServlet(Context context, String name, @Nullable Object servlet)
      throws ReflectiveOperationException {
    Method add =
        Arrays.stream(Tomcat.class.getMethods())
            .filter(each -> each.getName().equals("addServlet"))
            .filter(each -> each.getParameterTypes()[0] == Context.class)
            .filter(each -> each.getParameterTypes()[2] != String.class)
            .findFirst()
            .orElseThrow();
    Object added = servlet == null ? including(add.getParameterTypes()[2]) : servlet;
    return (Wrapper) add.invoke(null, context, name, added);
  }

  private static Object including(Class<?> servletType) {
    return Proxy.newProxyInstance(
        servletType.getClassLoader(),
        new Class<?>[] {servletType},
        (proxy, method, arguments) -> {
          if (method.getName().equals("service")) {
            Class<?> request = method.getParameterTypes()[0];
            Method find = request.getMethod("getRequestDispatcher", String.class);
            Object dispatcher = find.invoke(arguments[0], "/fragment/9");
            find.getReturnType()
                .getMethod("include", method.getParameterTypes())
                .invoke(dispatcher, arguments);
          }
          return method.getReturnType() == int.class ? 0 : null;
        });
  }

  @AfterAll
  static void stopServer() throws Exception {
    TOMCAT.stop();
    TOMCAT.destroy();
  }

  @Test
  void theMatchedPatternIsTheRoute() throws Exception {
    assertThat(get("/shop/products/12").body()).isEqualTo("product 12");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/products/{id}");
    assertThat(span.attribute("http.route")).isEqualTo("/shop/products/{id}");
  }

  @Test
  void anAsynchronousResultKeepsTheRoute() throws Exception {
    assertThat(get("/shop/later/12").body()).isEqualTo("later 12");

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET /shop/later/{id}");
  }

  @Test
  void anErrorPageDoesNotTakeTheRouteOfWhatFailed() throws Exception {
    HttpResponse<String> response = get("/shop/broken/12");

    assertThat(response.body()).isEqualTo("error page");
    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/broken/{id}");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(500L);
  }

  @Test
  void whatIsIncludedOrForwardedToDoesNotNameTheRequest() throws Exception {
    assertThat(get("/shop/page/12").body()).isEqualTo("fragment 7");
    assertThat(get("/shop/old/12").body()).isEqualTo("fragment 8");
    assertThat(get("/shop/plain").body()).isEqualTo("fragment 9");

    assertThat(Recorded.awaitSpans(3).stream().map(RecordedSpan::name))
        .containsExactly("GET /shop/page/{id}", "GET /shop/old/{id}", "GET /shop/plain");
    assertThat(
            Recorded.metric(
                "http_requests_total{method=\"GET\",route=\"/shop/page/{id}\",status_code=\"200\"}"))
        .isEqualTo(1);
  }

  @Test
  void anErrorThatTheApplicationHandlesIsToldWithItsCause() throws Exception {
    assertThat(get("/shop/handled/503").body()).isEqualTo("sorry");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.name()).isEqualTo("GET /shop/handled/{status}");
    assertThat(span.attribute("error.type")).isEqualTo("java.lang.UnsupportedOperationException");
    assertThat(span.attribute("http.response.status_code")).isEqualTo(503L);
  }

  @Test
  void anExceptionThatMeansNotFoundIsNoError() throws Exception {
    assertThat(get("/shop/handled/404").body()).isEqualTo("sorry");

    RecordedSpan span = Recorded.awaitSpans(1).get(0);
    assertThat(span.attribute("http.response.status_code")).isEqualTo(404L);
    assertThat(span.attribute("error.type")).isNull();
  }

  @Test
  void thePatternOfAFunctionIsTheRouteWithThatOfWhatItIsNestedIn() throws Exception {
    assertThat(get("/shop/functional/12").body()).isEqualTo("12");
    assertThat(get("/shop/functional/failing/12").statusCode()).isEqualTo(503);

    List<RecordedSpan> spans = Recorded.awaitSpans(2);
    assertThat(spans.get(0).name()).isEqualTo("GET /shop/functional/{id}");
    assertThat(spans.get(1).name()).isEqualTo("GET /shop/functional/failing/{id}");
    assertThat(spans.get(1).attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void aResourceHasThePatternOfItsHandlerWhetherItIsThereOrNot() throws Exception {
    String there = "/shop/static/io.obsagent.spi.InstrumentationModule";
    assertThat(get(there).body()).contains("SpringWebMvcModule");
    assertThat(get("/shop/static/no/where").statusCode()).isEqualTo(404);

    assertThat(Recorded.awaitSpans(2).stream().map(RecordedSpan::name))
        .containsOnly("GET /shop/static/**");
  }

  @Test
  void whatNoControllerServesKeepsTheMappingOfTheServlet() throws Exception {
    assertThat(get("/shop/nowhere/12").statusCode()).isEqualTo(404);

    assertThat(Recorded.awaitSpans(1).get(0).name()).isEqualTo("GET /shop/*");
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://localhost:" + TOMCAT.getConnector().getLocalPort() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
