// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

import io.obsagent.insight.alerting.config.IntegrationConfig;
import io.obsagent.insight.alerting.config.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages of WeCom. They need a token that lasts two hours: it is fetched when there is none, and
 * again after it was refused. Used by its receiver's thread alone.
 */
final class WechatIntegration implements Integration {
  private static final String URL = "https://qyapi.weixin.qq.com/cgi-bin/";
  private static final Pattern TOKEN =
      Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"\\\\]++)\"");
  private static final Pattern CODE = Pattern.compile("\"errcode\"\\s*:\\s*(-?[0-9]{1,9})");

  /** What a token that has expired or is not valid any more is answered with. */
  private static final List<String> REFUSED = List.of("40014", "42001");

  private final IntegrationConfig config;
  private final Renderer renderer;
  private final HttpSender sender;
  private String token = "";

  WechatIntegration(IntegrationConfig config, Renderer renderer, HttpSender sender) {
    this.config = config;
    this.renderer = renderer;
    this.sender = sender;
  }

  @Override
  public void send(Notification notification) throws DeliveryException {
    String base = config.text("api_url", URL);
    String api = base.endsWith("/") ? base : base + "/";
    if (token.isEmpty()) {
      token = fetch(api, notification);
    }
    HttpSender.Answer answer =
        sender.post(
            Secret.of(api + "message/send?access_token=" + encode(token)),
            Json.write(message(notification)));
    HttpSender.check(answer);
    String code = code(answer);
    if (!code.equals("0")) {
      boolean again = REFUSED.contains(code);
      token = again ? "" : token;
      throw new DeliveryException("WeChat answers errcode " + code, again);
    }
  }

  private String fetch(String api, Notification notification) throws DeliveryException {
    String secret = Integrations.read(Integrations.required(config, "api_secret"), "api_secret");
    String query =
        "corpid="
            + encode(text("corp_id", "", notification))
            + "&corpsecret="
            + encode(renderer.text(secret, notification));
    HttpSender.Answer answer =
        sender.send("GET", Secret.of(api + "gettoken?" + query), "", Map.of());
    HttpSender.check(answer);
    Matcher found = TOKEN.matcher(answer.body());
    if (!found.find()) {
      throw new DeliveryException(
          "WeChat gives no token (errcode " + code(answer) + "); check corp_id, api_secret", false);
    }
    return found.group(1);
  }

  private static String code(HttpSender.Answer answer) {
    Matcher code = CODE.matcher(answer.body());
    return code.find() ? code.group(1) : "none";
  }

  private Map<String, Object> message(Notification notification) throws DeliveryException {
    String type = config.text("message_type", "text");
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("content", text("message", byDefault("message"), notification));
    Map<String, Object> message = new LinkedHashMap<>();
    for (String key : List.of("to_user", "to_party", "to_tag", "agent_id")) {
      String value = text(key, byDefault(key), notification);
      if (!value.isEmpty()) {
        message.put(key.replace("_", ""), value);
      }
    }
    message.put("safe", "0");
    message.put("msgtype", type);
    message.put(type, content);
    return message;
  }

  private static String byDefault(String key) {
    return "{{ template \"wechat.default." + key + "\" . }}";
  }

  private String text(String key, String otherwise, Notification notification)
      throws DeliveryException {
    return renderer.text(config.text(key, otherwise), notification);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
