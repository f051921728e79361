// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.obsagent.insight.series.Labels;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmailIntegrationTest {
  private GreenMail mail;

  @BeforeEach
  void open() {
    ServerSetup setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    mail = new GreenMail(setup);
    mail.setUser("ops@example.org", "user", "secret");
    mail.getUserManager().setAuthRequired(true);
    mail.start();
  }

  @AfterEach
  void close() {
    mail.stop();
  }

  private String yaml(String password, String tls) {
    return """
        route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 1m}
        receivers:
          - name: r
            email_configs:
              - to: 'Ops <ops@example.org>'
                from: agent@example.org
                smarthost: 127.0.0.1:%d
                auth_username: user
                auth_password: %s
                headers: {Subject: '{{ .Status }} {{ .CommonLabels.job }}', X-Team: '{{ .CommonLabels.job }}'}
                %s
        """
        .formatted(mail.getSmtp().getPort(), password, tls);
  }

  private List<String> send(String yaml) throws Exception {
    try (Timeline time = new Timeline(yaml)) {
      Labels labels =
          Labels.of("alertname", "Zähler", "job", "x\r\nBcc: evil@example.org\r\n\r\nbody");
      time.notifier.receive(
          List.of(
              new Alert(
                  labels, Map.of("summary", "<script>alert(1)</script>"), time.now, null, "")));
      time.pass(Duration.ofSeconds(1));
      return time.notifier.test("r");
    }
  }

  @Test
  void aMailWithTextAndHtmlArrivesAndNoLabelCanAddAHeader() throws Exception {
    assertThat(send(yaml("secret", "require_tls: false"))).isEmpty();
    MimeMessage message = mail.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("firing x  Bcc: evil@example.org    body");
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(message.getHeader("X-Team")[0]).doesNotContain("\n");
    assertThat(message.getAllRecipients()).hasSize(1);
    MimeMultipart body = (MimeMultipart) message.getContent();
    assertThat(body.getBodyPart(0).getContentType()).startsWith("text/plain");
    assertThat(body.getBodyPart(0).getContent().toString()).contains("alertname = Zähler");
    assertThat(body.getBodyPart(1).getContentType()).startsWith("text/html");
    assertThat(body.getBodyPart(1).getContent().toString())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>");
  }

  @Test
  void aWrongPasswordIsAnErrorThatDoesNotShowIt() throws Exception {
    List<String> problems = send(yaml("wrong", "require_tls: false"));
    assertThat(problems)
        .containsExactly("email: the mail server refuses auth_username and password");
    assertThat(mail.getReceivedMessages()).isEmpty();
  }

  @Test
  void withoutTlsNothingIsSentWhereTlsIsRequired() throws Exception {
    List<String> problems = send(yaml("secret", ""));
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).contains("STARTTLS");
    assertThat(mail.getReceivedMessages()).isEmpty();
  }
}
