// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jakartasecurity;

import io.obsagent.testing.ServletFacade;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.logging.LogManager;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat with one user, whose servlet logs in whom the query names: {@code ann:right}. */
final class TomcatLogin implements AutoCloseable {
  private final Tomcat tomcat = new Tomcat();

  TomcatLogin() throws Exception {
    LogManager.getLogManager().reset(); // Tomcat reports what the tests provoke
    File base = Files.createTempDirectory("obs-login").toFile();
    base.deleteOnExit();
    tomcat.setBaseDir(base.getPath());
    tomcat.setPort(0);
    tomcat.getConnector();
    tomcat.addUser("ann", "right");
    Context context = tomcat.addContext("", base.getPath());
    addPage(context, "/login");
    tomcat.start();
  }

  /** In either name space. */
  static void addPage(Context context, String path) throws Exception {
    Method add =
        Arrays.stream(Tomcat.class.getMethods())
            .filter(each -> each.getName().equals("addServlet"))
            .filter(each -> each.getParameterTypes()[0] == Context.class)
            .filter(each -> each.getParameterTypes()[2] != String.class)
            .findFirst()
            .orElseThrow();
    Object servlet =
        ServletFacade.servlet(
            add.getParameterTypes()[2], TomcatLogin::serve, TomcatLogin.class.getClassLoader());
    add.invoke(null, context, "page", servlet);
    context.addServletMappingDecoded(path, "page");
  }

  private static void serve(ServletFacade request, ServletFacade response) throws Exception {
    String[] named = String.valueOf(request.call("getQueryString")).split(":");
    if (named.length < 2) {
      return;
    }
    try {
      request.call("login", named[0], named[1]);
      response.write(String.valueOf(request.call("getRemoteUser")));
      request.call("logout");
      request.call("logout");
    } catch (Exception refused) {
      response.write(refused.getClass().getSimpleName());
    }
  }

  String login(String user, String password) throws Exception {
    int port = tomcat.getConnector().getLocalPort();
    URI uri = URI.create("http://127.0.0.1:" + port + "/login?" + user + ':' + password);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public void close() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }
}
