// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Jetty below its handlers, from 9.4 until 12 made another server of it. The classes are the same
 * under {@code javax} and {@code jakarta}; what the advice uses of them names neither.
 */
public final class Jetty9Module extends InstrumentationModule {
  /** Of Karaf; it replaces the method. */
  private static final String PAX_WEB =
      "org.ops4j.pax.web.service.jetty.internal.PaxWebServletHandler";

  public Jetty9Module() {
    super("jetty-9", "Jetty 9.4–11.0");
  }

  @Override
  public String description() {
    return "Server spans, request metrics and the correlation id of requests served by Jetty 9.4 to"
        + " 11; routes of its servlets (javax and jakarta).";
  }

  @Override
  public boolean relocatable() {
    return true;
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new ChannelInstrumentation(),
        new ServletInstrumentation(),
        new AsyncInstrumentation(),
        new SessionInstrumentation());
  }

  private static final class SessionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.eclipse.jetty.server.session.AbstractSessionCache");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("initialize").takes(1), SessionAdvices.Seen.class.getName());
    }
  }

  private static final class ChannelInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.eclipse.jetty.server.HttpChannel");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("handle").takes(0), ChannelAdvices.Handle.class.getName());
      advices.on(
          named("handleException").takes("java.lang.Throwable"),
          ChannelAdvices.Failure.class.getName());
      advices.on(
          named("sendResponse")
              .takes(
                  "org.eclipse.jetty.http.MetaData$Response",
                  "java.nio.ByteBuffer",
                  "boolean",
                  "org.eclipse.jetty.util.Callback"),
          ChannelAdvices.Commit.class.getName());
      advices.on(named("abort").takes("java.lang.Throwable"), ChannelAdvices.Abort.class.getName());
      advices.on(named("onCompleted").takes(0), ChannelAdvices.Completion.class.getName());
      advices.on(named("recycle").takes(0), ChannelAdvices.Recycle.class.getName());
    }
  }

  private static final class ServletInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.eclipse.jetty.security.SecurityHandler",
          "org.eclipse.jetty.servlet.ServletHandler",
          PAX_WEB);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("handle", "doHandle")
              .takesFirst("java.lang.String", "org.eclipse.jetty.server.Request"),
          ServletAdvices.Route.class.getName());
    }
  }

  private static final class AsyncInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.eclipse.jetty.server.AsyncContextState");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("start").takes("java.lang.Runnable"), ServletAdvices.AsyncStart.class.getName());
    }
  }
}
