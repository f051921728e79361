// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.store;

/** Types and attributes of events that mean something to the agent itself. */
public final class EventTypes {
  /** A version was brought to where it serves, or was not: see {@link #STATUS}. */
  public static final String DEPLOYMENT = "deployment";

  /** A commit; its time is when it was made. */
  public static final String CHANGE = "change";

  /** Something was broken, or is whole again: see {@link #STATUS}. */
  public static final String INCIDENT = "incident";

  /** The same requests do worse after a deployment than before it. */
  public static final String REGRESSION = "regression";

  /** A component of health changed its status. */
  public static final String HEALTH = "health";

  /** A run of a build server that deploys nothing; as an attribute, the name of what ran. */
  public static final String PIPELINE = "pipeline";

  /** How long a run took, in seconds. */
  public static final String DURATION = "duration_seconds";

  /** What the event is about, in its sender's words: the same for all that happens to it. */
  public static final String SUBJECT = "subject";

  /** Of an incident that an alert opened: what alerts with the same labels share. */
  public static final String FINGERPRINT = "fingerprint";

  /** Of an incident: {@code security}, {@code error} or what else its sender says. */
  public static final String CATEGORY = "category";

  public static final String STATUS = "status";
  public static final String STARTED = "started";
  public static final String SUCCESS = "success";
  public static final String FAILURE = "failure";
  public static final String OPENED = "opened";
  public static final String RESOLVED = "resolved";

  public static final String SERVICE = "service";
  public static final String ENVIRONMENT = "environment";

  /** The environment of what does not say any. */
  public static final String PRODUCTION = "production";

  public static final String VERSION = "version";

  /** What a deployment brings: its commit, or of an incident the commit that caused it. */
  public static final String COMMIT = "commit";

  /** More commits of a deployment, separated by commas. */
  public static final String COMMITS = "commits";

  /** Of a change: the last commit of the push that it came with. */
  public static final String HEAD = "head";

  /** Of an incident: the subject of the deployment that caused it. */
  public static final String CAUSE = "cause";

  /** Of a deployment that only repairs: {@code true}. */
  public static final String REWORK = "rework";

  public static final String URL = "url";

  private EventTypes() {}
}
