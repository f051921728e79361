// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springwebmvc;

import io.obsagent.testing.ModuleKit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

class SpringWebMvcModuleTest extends ModuleKit {
  SpringWebMvcModuleTest() {
    super(new SpringWebMvcModule());
  }

  @Override
  protected String use() throws Exception {
    Tomcat tomcat = new Tomcat();
    Path base = Files.createTempDirectory("obs-spring-kit");
    base.toFile().deleteOnExit();
    tomcat.setBaseDir(base.toString());
    tomcat.setPort(0);
    tomcat.getConnector();
    Context context = tomcat.addContext("/kit", base.toString());
    AnnotationConfigWebApplicationContext application = new AnnotationConfigWebApplicationContext();
    application.register(SpringWebMvcTest.Shop.class);
    SpringWebMvcTest.addServlet(context, "spring", new DispatcherServlet(application));
    context.addServletMappingDecoded("/", "spring");
    tomcat.start();
    try {
      int port = tomcat.getConnector().getLocalPort();
      return get("http://localhost:" + port + "/kit/products/7")
          + get("http://localhost:" + port + "/kit/handled/418");
    } finally {
      tomcat.stop();
      tomcat.destroy();
    }
  }
}
