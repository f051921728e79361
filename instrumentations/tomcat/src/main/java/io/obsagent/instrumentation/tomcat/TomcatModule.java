// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Tomcat below its servlet API: Coyote's classes are the same under {@code javax} and {@code
 * jakarta}, and see requests that no servlet gets.
 */
public final class TomcatModule extends InstrumentationModule {
  private static final String REQUEST = "org.apache.coyote.Request";
  private static final String RESPONSE = "org.apache.coyote.Response";
  private static final String PROCESSOR = "org.apache.coyote.AbstractProcessor";
  private static final String CATALINA_REQUEST = "org.apache.catalina.connector.Request";
  private static final String CATALINA_RESPONSE = "org.apache.catalina.connector.Response";

  public TomcatModule() {
    super("tomcat", "Tomcat 9.0–11.0");
  }

  @Override
  public String description() {
    return "Server spans, request metrics and the correlation id of requests served by Tomcat,"
        + " asynchronous ones included; sessions of its applications.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(
        "org.apache.tomcat.util.net.",
        "org.apache.tomcat.util.threads.",
        "org.apache.catalina.core.ContainerBase");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new AdapterInstrumentation(),
        new Advised(
            TypeMatch.named(PROCESSOR),
            named("asyncPostProcess").takes(0),
            CoyoteAdvices.AsyncCompletion.class.getName()),
        new Advised(
            TypeMatch.named(PROCESSOR),
            named("setErrorState").takes("org.apache.coyote.ErrorState", "java.lang.Throwable"),
            CoyoteAdvices.ClientGone.class.getName()),
        new Advised(
            TypeMatch.named(
                "org.apache.coyote.http11.Http11Processor",
                "org.apache.coyote.http2.StreamProcessor",
                "org.apache.coyote.ajp.AjpProcessor"),
            named("prepareResponse").takes(0),
            CoyoteAdvices.Commit.class.getName()),
        new Advised(
            TypeMatch.named("org.apache.catalina.core.StandardWrapperValve"),
            named("invoke").takes(CATALINA_REQUEST, CATALINA_RESPONSE),
            CatalinaAdvices.Route.class.getName()),
        new Advised(
            TypeMatch.named("org.apache.catalina.core.StandardHostValve"),
            named("throwable").takes(CATALINA_REQUEST, CATALINA_RESPONSE, "java.lang.Throwable"),
            CatalinaAdvices.Failure.class.getName()),
        new Advised(
            TypeMatch.named("org.apache.catalina.session.ManagerBase"),
            named("startInternal", "add"),
            SessionAdvices.Seen.class.getName()),
        new Advised(
            TypeMatch.named("org.apache.catalina.core.AsyncContextImpl"),
            named("start").takes("java.lang.Runnable"),
            CatalinaAdvices.AsyncStart.class.getName()));
  }

  private static final class AdapterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.apache.catalina.connector.CoyoteAdapter");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("service").takes(REQUEST, RESPONSE), CoyoteAdvices.Service.class.getName());
      advices.on(
          named("asyncDispatch").takesFirst(REQUEST, RESPONSE),
          CoyoteAdvices.AsyncDispatch.class.getName());
      advices.on(
          named("checkRecycled").takes(REQUEST, RESPONSE), CoyoteAdvices.Recycle.class.getName());
    }
  }

  /** One advised method of a type. */
  private record Advised(TypeMatch type, MethodMatch method, String advice)
      implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advices.on(method, advice);
    }
  }
}
