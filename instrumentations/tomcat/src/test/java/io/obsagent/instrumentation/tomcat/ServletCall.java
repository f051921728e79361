// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.instrumentation.tomcat.ServletServer.Facade;
import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** A request of a kit's application, served by a servlet. */
record ServletCall(Facade request, Facade response) implements Call {

  static ServletServer add(ServletServer server, Map<String, Work> endpoints) {
    endpoints.forEach(
        (path, work) ->
            server.with(
                path.substring(1),
                (request, response) -> work.serve(new ServletCall(request, response)),
                path));
    return server;
  }

  @Override
  public byte[] body() throws Exception {
    return ((InputStream) request.call("getInputStream")).readAllBytes();
  }

  @Override
  public void setHeader(String name, String value) throws Exception {
    response.call("setHeader", name, value);
  }

  @Override
  public void answer(int status, String body) throws Exception {
    response.call("setStatus", status);
    response.call("setContentLength", body.length());
    response.write(body);
  }

  @Override
  public OutputStream stream(int status) throws Exception {
    response.call("setStatus", status);
    return (OutputStream) response.call("getOutputStream");
  }

  @Override
  public void later(Work work) throws Exception {
    Facade async = request.get("startAsync");
    Runnable task =
        () -> {
          try {
            work.serve(this);
          } catch (Exception e) {
            // as an application that is told of its own failure, and is done
          } finally {
            ServletServer.complete(async);
          }
        };
    async.call("start", task);
  }
}
