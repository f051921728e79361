// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import java.io.InputStream;
import java.io.OutputStream;

/** A request of a kit's application, served by a servlet. */
public record ServletCall(ServletFacade request, ServletFacade response) implements Call {

  /** The servlet that serves an endpoint of a kit. */
  public static ServletFacade.Service service(Work work) {
    return (request, response) -> work.serve(new ServletCall(request, response));
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
    ServletFacade async = request.get("startAsync");
    Runnable task =
        () -> {
          try {
            work.serve(this);
          } catch (Exception e) {
            // as an application that is told of its own failure, and is done
          } finally {
            async.complete();
          }
        };
    async.call("start", task);
  }
}
