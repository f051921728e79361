// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.labels.Labels;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

class EmailIntegrationTest {
  @TempDir static Path directory;
  private static SSLContext tls;
  private static Path certificate;

  private final List<byte[]> mails = new CopyOnWriteArrayList<>();
  private SMTPServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path store = directory.resolve("server.p12");
    certificate = directory.resolve("server.pem");
    String common = " -storepass changeit -alias s -keystore " + store;
    keytool("-genkeypair -keyalg RSA -dname CN=localhost -ext san=dns:localhost" + common);
    keytool("-exportcert -rfc -file " + certificate + common);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, "changeit".toCharArray());
    tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
  }

  private static void keytool(String arguments) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder((tool + " " + arguments).split(" ")).redirectErrorStream(true).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @BeforeEach
  void open() {
    server =
        SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .messageHandler((context, from, to, data) -> mails.add(data))
            .authenticationHandlerFactory(
                new EasyAuthenticationHandlerFactory(
                    (user, password, context) -> {
                      if (!user.equals("user") || !password.equals("secret")) {
                        throw new LoginFailedException("no");
                      }
                    }))
            .requireAuth()
            .requireTLS()
            .startTlsSocketFactory(tls)
            .build();
    server.start();
  }

  @AfterEach
  void close() {
    server.stop();
  }

  private List<String> send(String password, String option) throws Exception {
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 1m}
        receivers:
          - name: r
            email_configs:
              - to: 'Ops <ops@example.org>'
                from: agent@example.org
                smarthost: localhost:%d
                auth_username: user
                auth_password: %s
                headers: {Subject: '{{ .Status }} {{ .CommonLabels.job }}', X-Team: '{{ .CommonLabels.job }}'}
                %s
        """
            .formatted(server.getPortAllocated(), password, option);
    try (Timeline time = new Timeline(yaml)) {
      Labels labels =
          Labels.of("alertname", "Zähler", "job", "x\r\nBcc: evil@example.org\r\n\r\nbody");
      Map<String, String> annotations = Map.of("summary", "<script>alert(1)</script>");
      time.notifier.receive(List.of(new Alert(labels, annotations, time.now, null, "")));
      time.pass(Duration.ofSeconds(1));
      return time.notifier.test("r");
    }
  }

  @Test
  void aMailArrivesOverStarttlsWithAuthAndNoLabelCanAddAHeader() throws Exception {
    assertThat(send("secret", "tls_config: {ca_file: '" + certificate + "'}")).isEmpty();
    assertThat(mails).hasSize(2);
    MimeMessage message =
        new MimeMessage(
            Session.getInstance(new Properties()), new ByteArrayInputStream(mails.get(0)));
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
  void aServerThatIsNotTrustedGetsNoMail() throws Exception {
    assertThat(send("secret", "")).hasSize(1);
    assertThat(mails).isEmpty();
    assertThat(send("secret", "tls_config: {insecure_skip_verify: true}")).isEmpty();
    assertThat(mails).hasSize(2);
  }

  @Test
  void aWrongPasswordIsAnErrorThatDoesNotShowIt() throws Exception {
    assertThat(send("wrong", "tls_config: {ca_file: '" + certificate + "'}"))
        .containsExactly("email: the mail server refuses auth_username and password");
    assertThat(mails).isEmpty();
  }
}
