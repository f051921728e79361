// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebflux;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.springframework.http.server.reactive.TomcatHttpHandlerAdapter;

/** The application in a servlet. */
final class ShopOnTomcat implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();

  ShopOnTomcat() throws Exception {
    LogManager.getLogManager().reset(); // Tomcat and Spring report what the tests provoke
    Path base = Files.createTempDirectory("obs-webflux");
    base.toFile().deleteOnExit();
    tomcat.setBaseDir(base.toString());
    tomcat.setPort(0);
    tomcat.getConnector();
    Context context = tomcat.addContext("/shop", base.toString());
    Wrapper wrapper = addServlet(context, new TomcatHttpHandlerAdapter(Shop.handler()));
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded("/", "spring");
    tomcat.start();
  }

  /** By reflection: a servlet has another type before and after Tomcat 10. */
  private static Wrapper addServlet(Context context, Object servlet)
      throws ReflectiveOperationException {
    Method add =
        Arrays.stream(Tomcat.class.getMethods())
            .filter(each -> each.getName().equals("addServlet"))
            .filter(each -> each.getParameterTypes()[0] == Context.class)
            .filter(each -> each.getParameterTypes()[2] != String.class)
            .findFirst()
            .orElseThrow();
    return (Wrapper) add.invoke(null, context, "spring", servlet);
  }

  String base() {
    return "http://localhost:" + tomcat.getConnector().getLocalPort() + "/shop";
  }

  @Override
  public void close() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }
}
