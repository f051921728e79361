// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds for what every servlet container checks by itself, with {@code jakarta-security}. */
@ExtendWith(AgentExtension.class)
public abstract class LoginsKit {
  /** What the one user has. */
  public static final String PASSWORD = "right";

  /** The one user's, and who may see {@code /page}. */
  public static final String ROLE = "user";

  public static final String REALM = "shop";
  public static final String FORM_PAGE = "/form";
  public static final String ERROR_PAGE = "/refused";

  /** How users show who they are, as deployment descriptors call it. */
  public enum Scheme {
    BASIC,
    FORM,
    DIGEST
  }

  /**
   * Starts the container at the root, with one user and {@linkplain #withPages the pages}, of which
   * {@code /page} is for the role only.
   */
  protected abstract ServletContainer start(Scheme scheme, String user) throws Exception;

  /** Whether requests have spans, too. */
  protected boolean tellsRequests() {
    return true;
  }

  /** Adds a page for users, one that asks for a user itself, and those of a form. */
  protected static void withPages(ServletContainer container) {
    container
        .with(
            "page",
            (request, response) -> response.write("page of " + request.call("getRemoteUser")),
            "/page")
        .with(
            "open",
            (request, response) -> {
              if (Boolean.TRUE.equals(request.call("authenticate", response.object()))) {
                response.write("open to " + request.call("getRemoteUser"));
              }
            },
            "/open")
        .with("form", (request, response) -> response.write("form"), FORM_PAGE)
        .with("refused", (request, response) -> response.write("refused"), ERROR_PAGE);
  }

  private static double attempts(String method, String outcome) {
    Double value =
        Recorded.metric(
            "authentication_attempts_total{method=\"" + method + "\",outcome=\"" + outcome + "\"}");
    return value == null ? 0 : value;
  }

  /** One shows who they are. */
  private interface Show {
    String with(LoginClient client, String user, String password) throws Exception;
  }

  private void verify(Scheme scheme, String method, Show show, String right, String wrong)
      throws Exception {
    String user = "user-of-" + right.replaceAll("\\W", "") + scheme;
    double successes = attempts(method, "success");
    double failures = attempts(method, "failure");
    double logins = Recorded.sum("user_logins_total");
    int users = Recorded.distinctUsers();
    try (ServletContainer container = start(scheme, user)) {
      int port = container.port();
      assertThat(show.with(new LoginClient(port), user, "wrong")).isEqualTo(wrong);
      assertThat(attempts(method, "failure")).as("failures").isEqualTo(failures + 1);
      assertThat(attempts(method, "success")).as("successes").isEqualTo(successes);
      assertThat(Recorded.distinctUsers()).as("users").isEqualTo(users);

      LoginClient known = new LoginClient(port);
      assertThat(show.with(known, user, PASSWORD)).isEqualTo(right + user);
      if (scheme == Scheme.FORM) {
        assertThat(known.page()).as("by the session").isEqualTo(right + user);
      }
      assertThat(attempts(method, "success")).as("successes").isEqualTo(successes + 1);
      assertThat(attempts(method, "failure")).as("failures").isEqualTo(failures + 1);
      assertThat(Recorded.sum("user_logins_total")).as("logins").isEqualTo(logins + 1);
      assertThat(Recorded.distinctUsers()).as("users").isEqualTo(users + 1);
    }
  }

  @Test
  void basicAuthenticationCounts() throws Exception {
    verify(
        Scheme.BASIC,
        "password",
        (client, user, password) -> client.basic("/page", user, password),
        "page of ",
        "401");
  }

  @Test
  void aFormCounts() throws Exception {
    verify(Scheme.FORM, "password", LoginClient::form, "page of ", "refused");
  }

  @Test
  void digestAuthenticationCounts() throws Exception {
    verify(Scheme.DIGEST, "digest", LoginClient::digest, "page of ", "401");
  }

  @Test
  void whatAServletAsksForCounts() throws Exception {
    verify(
        Scheme.BASIC,
        "password",
        (client, user, password) -> client.basic("/open", user, password),
        "open to ",
        "401");
  }

  @Test
  void whatIsRefusedHasTheRouteOfItsServlet() throws Exception {
    try (ServletContainer container = start(Scheme.BASIC, "one");
        RawConnection connection = new RawConnection(container.port())) {
      connection.send("GET /page HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(connection.readAll()).startsWith("HTTP/1.1 401");

      List<String> names = tellsRequests() ? List.of("GET /page") : List.of();
      assertThat(Recorded.awaitSpans(names.size()).stream().map(RecordedSpan::name))
          .containsExactlyElementsOf(names);
    }
  }
}
