// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springweb;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/** Where a template is given, and where the request is sent. */
public final class SpringWebModule extends InstrumentationModule {
  private static final String CLIENT = "org.springframework.web.client.";
  private static final String HTTP_METHOD = "org.springframework.http.HttpMethod";

  public SpringWebModule() {
    super("spring-web", "Spring RestTemplate 5.3–7.0, RestClient 6.1–7.0");
  }

  @Override
  public String description() {
    return "The template of the URL that RestTemplate, RestClient or an HTTP interface above it is"
        + " given, for the client's span below.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type(CLIENT + "RestTemplate", SpringWebModule::restTemplate),
        new Type(
            CLIENT + "DefaultRestClient$DefaultRequestBodyUriSpec", SpringWebModule::restClient));
  }

  /** From 6.0, all lead to {@code doExecute} with a template. */
  private static void restTemplate(Advices advices) {
    advices.on(
        named("execute").takesFirst("java.lang.String", HTTP_METHOD),
        RestTemplateAdvices.Execute.class.getName());
    advices.on(
        named("doExecute").takesFirst("java.net.URI", "java.lang.String", HTTP_METHOD),
        RestTemplateAdvices.DoExecute.class.getName());
  }

  private static void restClient(Advices advices) {
    advices.on(
        named("uri").takesFirst("java.lang.String", null), RestClientAdvices.Uri.class.getName());
    advices.on(named("exchangeInternal"), RestClientAdvices.Exchange.class.getName());
  }

  private record Type(String name, Consumer<Advices> advice) implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(name);
    }

    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}
