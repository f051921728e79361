// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.config;

import java.util.ArrayList;
import java.util.List;

/** The kinds of receiver, each with the keys that its configuration may hold. */
public enum IntegrationType {
  WEBHOOK(
      "webhook",
      true,
      List.of("max_alerts"),
      List.of("url"),
      List.of(),
      List.of(),
      List.of(),
      List.of("payload")),
  EMAIL(
      "email",
      false,
      List.of(
          "to",
          "from",
          "smarthost",
          "hello",
          "auth_username",
          "auth_identity",
          "html",
          "text",
          "require_tls",
          "force_implicit_tls"),
      List.of("auth_password", "auth_secret"),
      List.of("headers", "threading"),
      List.of()),
  SLACK(
      "slack",
      false,
      List.of(
          "channel",
          "username",
          "icon_emoji",
          "icon_url",
          "link_names",
          "color",
          "title",
          "title_link",
          "pretext",
          "text",
          "short_fields",
          "footer",
          "fallback",
          "callback_id",
          "image_url",
          "thumb_url",
          "message_text",
          "update_message"),
      List.of("api_url", "app_token", "app_url"),
      List.of(),
      List.of("fields", "actions"),
      List.of("mrkdwn_in", "mention_users"),
      List.of()),
  PAGERDUTY(
      "pagerduty",
      true,
      List.of(
          "url",
          "client",
          "client_url",
          "description",
          "severity",
          "class",
          "component",
          "group",
          "source"),
      List.of("routing_key", "service_key"),
      List.of("severity_mapping"),
      List.of("images", "links"),
      List.of(),
      List.of("details")),
  OPSGENIE(
      "opsgenie",
      true,
      List.of(
          "api_url",
          "message",
          "description",
          "source",
          "tags",
          "note",
          "priority",
          "entity",
          "actions",
          "update_alerts"),
      List.of("api_key"),
      List.of("details"),
      List.of("responders")),
  MSTEAMS(
      "msteams",
      true,
      List.of("title", "summary", "text"),
      List.of("webhook_url"),
      List.of(),
      List.of()),
  MSTEAMSV2(
      "msteamsv2", true, List.of("title", "text"), List.of("webhook_url"), List.of(), List.of()),
  DISCORD(
      "discord",
      true,
      List.of("title", "message", "content", "username", "avatar_url"),
      List.of("webhook_url"),
      List.of(),
      List.of()),
  TELEGRAM(
      "telegram",
      true,
      List.of(
          "api_url",
          "chat_id",
          "message",
          "message_thread_id",
          "parse_mode",
          "disable_notifications"),
      List.of("bot_token"),
      List.of(),
      List.of()),
  WEBEX("webex", true, List.of("api_url", "room_id", "message"), List.of(), List.of(), List.of()),
  MATTERMOST(
      "mattermost",
      true,
      List.of(
          "channel",
          "username",
          "icon_emoji",
          "icon_url",
          "color",
          "title",
          "title_link",
          "pretext",
          "text",
          "fallback",
          "image_url",
          "thumb_url",
          "footer",
          "footer_icon",
          "author_name",
          "author_link",
          "author_icon",
          "type"),
      List.of("webhook_url"),
      List.of("priority", "props"),
      List.of("fields"),
      List.of(),
      List.of("attachments")),
  ROCKETCHAT(
      "rocketchat",
      true,
      List.of(
          "api_url",
          "channel",
          "alias",
          "emoji",
          "icon_url",
          "color",
          "title",
          "title_link",
          "text",
          "image_url",
          "thumb_url",
          "short_fields"),
      List.of("token", "token_id"),
      List.of(),
      List.of("fields", "actions")),
  VICTOROPS(
      "victorops",
      true,
      List.of(
          "api_url",
          "routing_key",
          "message_type",
          "state_message",
          "entity_display_name",
          "monitoring_tool"),
      List.of("api_key"),
      List.of("custom_fields"),
      List.of()),
  PUSHOVER(
      "pushover",
      true,
      List.of(
          "title",
          "message",
          "url",
          "url_title",
          "device",
          "sound",
          "priority",
          "retry",
          "expire",
          "ttl",
          "html",
          "monospace"),
      List.of("user_key", "token"),
      List.of(),
      List.of()),
  INCIDENTIO(
      "incidentio",
      true,
      List.of("max_alerts"),
      List.of("url", "alert_source_token"),
      List.of(),
      List.of()),
  WECHAT(
      "wechat",
      false,
      List.of(
          "corp_id",
          "message",
          "api_url",
          "to_user",
          "to_party",
          "to_tag",
          "agent_id",
          "message_type"),
      List.of("api_secret"),
      List.of(),
      List.of()),
  JIRA(
      "jira",
      true,
      List.of(
          "api_url",
          "api_type",
          "project",
          "summary",
          "description",
          "priority",
          "issue_type",
          "reopen_transition",
          "resolve_transition",
          "wont_fix_resolution",
          "reopen_duration"),
      List.of(),
      List.of(),
      List.of(),
      List.of("labels"),
      List.of("fields")),
  SNS(
      "sns",
      true,
      List.of("api_url", "topic_arn", "phone_number", "target_arn", "subject", "message"),
      List.of(),
      List.of("attributes"),
      List.of());

  private final String label;
  private final boolean sendsResolved;
  final List<String> texts;
  final List<String> secrets;
  final List<String> maps;
  final List<String> lists;
  final List<String> textLists;
  final List<String> trees;

  IntegrationType(
      String label,
      boolean sendsResolved,
      List<String> texts,
      List<String> secrets,
      List<String> maps,
      List<String> lists) {
    this(label, sendsResolved, texts, secrets, maps, lists, List.of(), List.of());
  }

  IntegrationType(
      String label,
      boolean sendsResolved,
      List<String> texts,
      List<String> secrets,
      List<String> maps,
      List<String> lists,
      List<String> textLists,
      List<String> trees) {
    this.label = label;
    this.sendsResolved = sendsResolved;
    this.texts = new ArrayList<>(texts);
    this.texts.add("timeout");
    this.secrets = secrets;
    this.maps = maps;
    this.lists = lists;
    this.textLists = textLists;
    this.trees = trees;
  }

  /** As it is called in a receiver: {@code webhook} for {@code webhook_configs}. */
  public String label() {
    return label;
  }

  String key() {
    return label + "_configs";
  }

  boolean sendsResolvedByDefault() {
    return sendsResolved;
  }
}
