// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Plain pages: headings and tables, no script, readable by any reader. All texts are escaped. Not
 * thread-safe.
 */
public final class Html {
  /** Where the port serves the style sheet of all pages. */
  public static final String STYLE_PATH = "/monitoring/style.css";

  private final StringBuilder out = new StringBuilder(4096);

  public Html(String title) {
    out.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<link rel=\"stylesheet\" href=\"" + Mount.prefix() + STYLE_PATH + "\"><title>");
    text(title);
    out.append("</title></head><body class=\"plain\"><main><h1>");
    text(title);
    out.append("</h1>");
  }

  public Html heading(String heading) {
    out.append("<h2>");
    text(heading);
    out.append("</h2>");
    return this;
  }

  public Html paragraph(String paragraph) {
    out.append("<p>");
    text(paragraph);
    out.append("</p>");
    return this;
  }

  /** A form that asks for the token, sends it to one path, and goes on to another. */
  public Html signInForm(String action, String path) {
    out.append("<form method=\"post\" action=\"");
    text(Mount.prefix() + action);
    out.append("\">");
    out.append("<input type=\"hidden\" name=\"to\" value=\"");
    text(path);
    out.append("\"><label>Token <input type=\"password\" name=\"token\" required autofocus")
        .append(" autocomplete=\"current-password\"></label> ")
        .append("<button>Sign in</button></form>");
    return this;
  }

  public Html signOutForm(String csrf) {
    out.append("<form method=\"post\" action=\"" + Mount.prefix() + "/logout\">");
    out.append("<input type=\"hidden\" name=\"csrf\" value=\"");
    text(csrf);
    out.append("\"><button>Sign out</button></form>");
    return this;
  }

  /** A table with a header row; the first cell of each row names the row. */
  public Html table(String caption, List<String> columns, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return heading(caption).paragraph("None.");
    }
    out.append("<table><caption>");
    text(caption);
    out.append("</caption><thead><tr>");
    for (String column : columns) {
      out.append("<th scope=\"col\">");
      text(column);
      out.append("</th>");
    }
    out.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      row(row);
    }
    out.append("</tbody></table>");
    return this;
  }

  private void row(List<String> cells) {
    out.append("<tr>");
    for (int i = 0; i < cells.size(); i++) {
      out.append(i == 0 ? "<th scope=\"row\">" : "<td>");
      text(cells.get(i));
      out.append(i == 0 ? "</th>" : "</td>");
    }
    out.append("</tr>");
  }

  private void text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        default -> out.append(c);
      }
    }
  }

  /**
   * A line through values that are a step apart, with another line at 0.
   *
   * @param what it shows, for whoever cannot see it
   * @param values at least one, finite
   */
  public Html line(String what, List<Double> values) {
    double top = 0;
    double bottom = 0;
    for (double value : values) {
      top = Math.max(top, value);
      bottom = Math.min(bottom, value);
    }
    double height = top == bottom ? 1 : top - bottom;
    out.append("<svg role=\"img\" viewBox=\"0 0 600 120\" width=\"100%\" height=\"120\"")
        .append(" preserveAspectRatio=\"none\" aria-label=\"");
    text(what);
    out.append("\"><path fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" d=\"");
    for (int i = 0; i < values.size(); i++) {
      out.append(i == 0 ? 'M' : 'L').append(i * 600 / Math.max(1, values.size() - 1));
      out.append(' ').append(2 + Math.round(116 * (top - values.get(i)) / height)).append(' ');
    }
    out.append("M0 ").append(2 + Math.round(116 * top / height)).append("h600\"/></svg>");
    return this;
  }

  public Response page() {
    String page = out + "</main></body></html>\n";
    return Response.bytes(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
  }
}
