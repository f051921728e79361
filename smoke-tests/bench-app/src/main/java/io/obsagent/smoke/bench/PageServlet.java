// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers with the text of a page. */
final class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Page page;

  PageServlet(Page page) {
    this.page = page;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    byte[] body;
    try {
      body = page.text().getBytes(StandardCharsets.UTF_8);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(request.getRequestURI() + " failed", e);
    }
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
