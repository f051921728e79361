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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.AuthenticationHandler;
import org.subethamail.smtp.AuthenticationHandlerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.RejectException;
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
    server = builder().requireTLS().startTlsSocketFactory(tls).build();
    server.start();
  }

  private SMTPServer.Builder builder() {
    return SMTPServer.port(0)
        .bindAddress(InetAddress.getLoopbackAddress())
        .messageHandler((context, from, to, data) -> mails.add(data))
        .authenticationHandlerFactory(
            new EasyAuthenticationHandlerFactory(
                (user, password, context) -> {
                  if (!user.equals("user") || !password.equals("secret")) {
                    throw new LoginFailedException("no");
                  }
                }))
        .requireAuth();
  }

  /** A server in place of the one that every test has. */
  private void open(SMTPServer.Builder builder) {
    server.stop();
    server = builder.build();
    server.start();
  }

  @AfterEach
  void close() {
    server.stop();
  }

  private List<String> send(String password, String option) throws Exception {
    return send("localhost", "auth_password: " + password, option);
  }

  private List<String> send(String host, String auth, String option) throws Exception {
    String yaml =
        """
        route: {receiver: r, group_by: [alertname], group_wait: 0s, group_interval: 1m}
        receivers:
          - name: r
            email_configs:
              - to: 'Ops <ops@example.org>'
                from: agent@example.org
                smarthost: %s:%d
                auth_username: user
                %s
                headers: {Subject: '{{ .Status }} {{ .CommonLabels.job }}', X-Team: '{{ .CommonLabels.job }}'}
                %s
        """
            .formatted(host, server.getPortAllocated(), auth, option);
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

  private String trusted() {
    return "ca_file: '" + certificate + "'";
  }

  private MimeMessage mail(int index) throws Exception {
    return new MimeMessage(
        Session.getInstance(new Properties()), new ByteArrayInputStream(mails.get(index)));
  }

  @Test
  void aCertificateIsForTheNameThatIsConfigured() throws Exception {
    String password = "auth_password: secret";
    assertThat(send("127.0.0.1", password, "tls_config: {" + trusted() + "}")).hasSize(1);
    assertThat(mails).isEmpty();
    String named = "tls_config: {" + trusted() + ", server_name: localhost}";
    assertThat(send("127.0.0.1", password, named)).isEmpty();
    assertThat(mails).hasSize(2);
    String wrong = "tls_config: {" + trusted() + ", server_name: elsewhere}";
    assertThat(send("localhost", password, wrong)).hasSize(1);
    assertThat(mails).hasSize(2);
  }

  @Test
  void tlsMayBeThereFromTheFirstByteOnAnyPort() throws Exception {
    open(builder().serverSocketFactory(tls));
    String implicit = "tls_config: {" + trusted() + "}, force_implicit_tls: ";
    assertThat(send("localhost", "auth_password: secret", lines(implicit + "true"))).isEmpty();
    assertThat(mails).hasSize(2);
  }

  @Test
  void tlsFromTheFirstByteIsNotForcedOnAServerThatBeginsInTheClear() throws Exception {
    String text = "tls_config: {" + trusted() + "}, force_implicit_tls: ";
    assertThat(send("localhost", "auth_password: secret", lines(text + "true"))).hasSize(1);
    assertThat(mails).isEmpty();
    assertThat(send("localhost", "auth_password: secret", lines(text + "false"))).isEmpty();
  }

  /** Options one below the other. */
  private static String lines(String options) {
    return options.replaceAll("}, (?=[a-z])", "}\n" + " ".repeat(8));
  }

  @Test
  void theMailsOfAGroupAreOneConversation() throws Exception {
    String tlsConfig = "tls_config: {" + trusted() + "}";
    send("secret", tlsConfig);
    send("secret", tlsConfig);
    String first = mail(0).getHeader("References")[0];
    assertThat(first).matches("<[0-9a-f]{64}@obs-agent>");
    assertThat(mail(0).getHeader("In-Reply-To")[0]).isEqualTo(first);
    assertThat(mail(2).getHeader("References")[0]).isEqualTo(first);
  }

  @Test
  void orTheMailsOfADayAreOrNoneIs() throws Exception {
    String tlsConfig = "tls_config: {" + trusted() + "}, threading: ";
    send("secret", lines(tlsConfig + "{enabled: true, thread_by_date: daily}"));
    assertThat(mail(0).getHeader("References")[0]).matches("<[0-9a-f]{64}-2026-01-05@obs-agent>");
    send("secret", lines(tlsConfig + "{enabled: false}"));
    assertThat(mail(2).getHeader("References")).isNull();
    assertThat(mail(2).getHeader("In-Reply-To")).isNull();
  }

  @Test
  void aSecretThatIsOnlyProvenIsNeverSent() throws Exception {
    CramMd5 cram = new CramMd5("user", "shared");
    open(builder().authenticationHandlerFactory(cram).requireTLS().startTlsSocketFactory(tls));
    String option = "tls_config: {" + trusted() + "}";
    assertThat(send("localhost", "auth_secret: shared", option)).isEmpty();
    assertThat(mails).hasSize(2);
    assertThat(send("localhost", "auth_secret: other", option))
        .containsExactly("email: the mail server refuses auth_username and password");
    assertThat(cram.lines).isNotEmpty().noneMatch(line -> line.contains("shared"));
  }

  /** The server's half of CRAM-MD5 (RFC 2195). */
  private static final class CramMd5 implements AuthenticationHandlerFactory {
    private final String user;
    private final String secret;
    final List<String> lines = new CopyOnWriteArrayList<>();

    CramMd5(String user, String secret) {
      this.user = user;
      this.secret = secret;
    }

    @Override
    public List<String> getAuthenticationMechanisms() {
      return List.of("CRAM-MD5");
    }

    @Override
    public AuthenticationHandler create() {
      return new AuthenticationHandler() {
        private String challenge = "";

        @Override
        public Optional<String> auth(String line, MessageContext context) throws RejectException {
          if (challenge.isEmpty()) {
            challenge = "<1.2@localhost>";
            return Optional.of("334 " + base64(challenge.getBytes(StandardCharsets.UTF_8)));
          }
          String answer = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
          lines.add(answer);
          if (!answer.equals(user + " " + digest(challenge))) {
            throw new RejectException(535, "no");
          }
          return Optional.empty();
        }

        @Override
        public Object getIdentity() {
          return user;
        }
      };
    }

    private String digest(String challenge) {
      try {
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacMD5"));
        byte[] hash = mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String base64(byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
  }
}
