// SPDX-License-Identifier: Apache-2.0
package com.acme.agents;

import java.util.ArrayList;
import java.util.List;

/** Lets an agent work on a task once. */
public final class AgentsApplication {
  private AgentsApplication() {}

  public static void run() {
    Workflows workflows = new Workflows();
    workflows.run("audit", "a-1");
    workflows.statistics("audit");
    Mailbox mailbox = new Mailbox();
    mailbox.send("a-1", "hello");
    mailbox.receive("a-1");
    new Allocator().allocate("gpu", 2);
    Agent agent = new Agent("a-1", "auditor", 0.75, true, 0.9);
    new TaskBoard().report(agent);
    new AuditTask(agent).process();
    Security security = new Security();
    security.authenticate("ada");
    security.authorize("ada", "delete");
    security.incident("port-scan");
    security.violation("retention");
  }
}

record Statistics(double errorRate) {}

final class Workflows {
  String run(String type, String agent) {
    return type + agent;
  }

  Statistics statistics(String type) {
    return new Statistics(type.length() / 100.0);
  }
}

final class Mailbox {
  final List<String> pool = new ArrayList<>(List.of("connection"));
  private final List<String> messages = new ArrayList<>();
  private double latency;

  void send(String to, String text) {
    messages.add(to + text);
  }

  List<String> receive(String by) {
    latency = by.length() / 1000.0;
    return List.copyOf(messages);
  }

  double latency() {
    return latency;
  }
}

record Allocation(double utilization, double quotaPercent) {}

final class Allocator {
  private int active;
  private int asked;

  Allocation allocate(String resource, int amount) {
    asked++;
    active++;
    return new Allocation(amount / 8.0, resource.length() * 10);
  }

  double getSuccessRate() {
    return active / (double) asked;
  }
}

record Agent(String id, String type, double completionRate, boolean available, double accuracy) {}

final class TaskBoard {
  String report(Agent agent) {
    return agent.id() + agent.type();
  }
}

abstract class Task {
  final Agent agent;

  Task(Agent agent) {
    this.agent = agent;
  }

  abstract int process();
}

final class AuditTask extends Task {
  AuditTask(Agent agent) {
    super(agent);
  }

  @Override
  int process() {
    return agent.id().length() * 2;
  }
}

final class Security {
  private final List<String> log = new ArrayList<>();

  boolean authenticate(String user) {
    return log.add(user);
  }

  boolean authorize(String user, String action) {
    return log.contains(user + action);
  }

  void incident(String kind) {
    log.add(kind);
  }

  void violation(String rule) {
    log.add(rule);
  }
}
