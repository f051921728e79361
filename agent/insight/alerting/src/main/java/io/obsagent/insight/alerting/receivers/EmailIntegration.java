// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.exporter.transport.HostLookup;
import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;
import java.util.Properties;
import org.eclipse.angus.mail.util.MailConnectException;

/** Mail over SMTP with STARTTLS (or TLS from the start on port 465), as HTML and text. */
record EmailIntegration(IntegrationConfig config, Renderer renderer, Duration timeout)
    implements Integration {
  private static final int MAX_HEADER = 900;

  @Override
  public void send(Notification notification) throws DeliveryException {
    try {
      int colon = smarthost().lastIndexOf(':');
      long deadline = System.nanoTime() + timeout.toNanos();
      InetAddress[] addresses = HostLookup.resolve(smarthost().substring(0, colon), deadline);
      for (int i = 0; i < addresses.length; i++) {
        try {
          send(notification, addresses[i]);
          return;
        } catch (MailConnectException e) {
          // Of localhost's two addresses, often one is listened at.
          if (i == addresses.length - 1) {
            throw e;
          }
        }
      }
    } catch (AuthenticationFailedException e) {
      throw new DeliveryException("the mail server refuses auth_username and password", false);
    } catch (UnknownHostException e) {
      throw new DeliveryException("mail: the host of smarthost is unknown", true);
    } catch (MailConnectException e) {
      throw new DeliveryException(
          "mail: cannot connect to smarthost " + smarthost() + ": " + e.getNextException(), true);
    } catch (MessagingException | IOException e) {
      throw new DeliveryException(oneLine("mail: " + e.getMessage()), true);
    }
  }

  private void send(Notification notification, InetAddress address)
      throws MessagingException, IOException, DeliveryException {
    Session session = Session.getInstance(properties(address));
    MimeMessage message = message(session, notification);
    String user = config.text("auth_username", "");
    Secret password = config.secret(isChallenged() ? "auth_secret" : "auth_password");
    try (Transport transport = session.getTransport("smtp")) {
      if (user.isEmpty() || password == null) {
        transport.connect();
      } else {
        transport.connect(user, password.read());
      }
      transport.sendMessage(message, message.getAllRecipients());
    }
  }

  private String smarthost() {
    return config.text("smarthost", "");
  }

  /** Whether the server is shown that the secret is known, in place of the secret. */
  private boolean isChallenged() {
    return config.secret("auth_password") == null && config.secret("auth_secret") != null;
  }

  private Properties properties(InetAddress address) throws IOException {
    int colon = smarthost().lastIndexOf(':');
    String host = smarthost().substring(0, colon).replaceAll("[\\[\\]]", "");
    String port = smarthost().substring(colon + 1);
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", address.getHostAddress());
    properties.setProperty("mail.smtp.port", port);
    String hello = config.text("hello", "");
    if (!hello.isEmpty()) {
      properties.setProperty("mail.smtp.localhost", hello);
    }
    boolean auth = !config.text("auth_username", "").isEmpty();
    properties.setProperty("mail.smtp.auth", String.valueOf(auth));
    if (isChallenged()) {
      properties.setProperty("mail.smtp.sasl.enable", "true");
      properties.setProperty("mail.smtp.sasl.mechanisms", "CRAM-MD5");
    }
    String identity = config.text("auth_identity", "");
    if (!identity.isEmpty()) {
      properties.setProperty("mail.smtp.sasl.authorizationid", identity);
      properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN");
    }
    boolean implicit = config.flag("force_implicit_tls", port.equals("465"));
    properties.setProperty("mail.smtp.ssl.enable", String.valueOf(implicit));
    properties.setProperty("mail.smtp.starttls.enable", "true");
    properties.setProperty(
        "mail.smtp.starttls.required", String.valueOf(config.flag("require_tls", true)));
    String millis = String.valueOf(timeout.toMillis());
    for (String limit : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
      properties.setProperty("mail.smtp." + limit, millis);
    }
    TlsSettings tls = config.tls().settings();
    properties.setProperty("mail.smtp.ssl.checkserveridentity", String.valueOf(!tls.insecure()));
    properties.setProperty("mail.smtp.ssl.protocols", String.join(" ", tls.protocols()));
    String name = tls.serverName().isEmpty() ? host : tls.serverName();
    properties.put(
        "mail.smtp.ssl.socketFactory", new MailTls(tls.context().getSocketFactory(), name));
    return properties;
  }

  private MimeMessage message(Session session, Notification notification)
      throws MessagingException, DeliveryException {
    MimeMessage message = new MimeMessage(session);
    String from = oneLine(renderer.text(config.text("from", ""), notification));
    message.setFrom(InternetAddress.parse(from)[0]);
    String to = oneLine(renderer.text(config.text("to", ""), notification));
    message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(to));
    Map<String, String> headers = config.map("headers");
    String subject = "{{ template \"email.default.subject\" . }}";
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase("subject")) {
        subject = header.getValue();
      } else if (header.getKey().matches("[A-Za-z0-9-]{1,64}")) {
        String value = oneLine(renderer.text(header.getValue(), notification));
        message.setHeader(
            header.getKey(), jakarta.mail.internet.MimeUtility.fold(9, encode(value)));
      }
    }
    message.setSubject(
        Renderer.cut(oneLine(renderer.text(subject, notification)), MAX_HEADER), "UTF-8");
    message.setSentDate(Date.from(notification.now()));
    thread(message, notification);
    message.setContent(body(notification));
    message.saveChanges();
    return message;
  }

  /** Mail programs show a group's mails as one conversation, or those of one day. */
  private void thread(MimeMessage message, Notification notification) throws MessagingException {
    Map<String, String> threading = config.map("threading");
    if (threading.getOrDefault("enabled", "true").equals("false")
        || message.getHeader("References") != null
        || message.getHeader("In-Reply-To") != null) {
      return;
    }
    String day =
        threading.getOrDefault("thread_by_date", "none").equals("daily")
            ? "-" + notification.now().atOffset(ZoneOffset.UTC).toLocalDate()
            : "";
    String thread = "<" + notification.keyHash() + day + "@obs-agent>";
    message.setHeader("References", thread);
    message.setHeader("In-Reply-To", thread);
  }

  private MimeMultipart body(Notification notification)
      throws MessagingException, DeliveryException {
    MimeMultipart body = new MimeMultipart("alternative");
    String text = config.text("text", "{{ template \"obs.text\" . }}");
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(renderer.text(text, notification), StandardCharsets.UTF_8.name(), "plain");
    body.addBodyPart(plain);
    String html = config.text("html", "{{ template \"email.default.html\" . }}");
    if (!html.isEmpty()) {
      MimeBodyPart rich = new MimeBodyPart();
      rich.setText(renderer.html(html, notification), StandardCharsets.UTF_8.name(), "html");
      body.addBodyPart(rich);
    }
    return body;
  }

  private static String encode(String value) throws DeliveryException {
    try {
      return jakarta.mail.internet.MimeUtility.encodeText(value, "UTF-8", null);
    } catch (java.io.UnsupportedEncodingException e) {
      throw new DeliveryException("every JVM has UTF-8", false);
    }
  }

  /** A header value or message without line breaks and control characters. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      line.append(c < ' ' || c == 127 || c == '\u2028' || c == '\u2029' ? ' ' : c);
    }
    return line.toString().strip();
  }
}
