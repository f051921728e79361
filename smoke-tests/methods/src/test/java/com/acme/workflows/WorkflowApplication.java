// SPDX-License-Identifier: Apache-2.0
package com.acme.workflows;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Creates, queues and executes a workflow once. */
public final class WorkflowApplication {
  private WorkflowApplication() {}

  public static void run() {
    new Users().login("ada", "secret");
    WorkflowService service = new WorkflowService();
    Workflow workflow = service.create("w-1", "invoice");
    new WorkflowQueue().add(workflow);
    service.execute(workflow, "ada");
    new RemoteEngine().call("start").join();
  }
}

record Workflow(String id, String name, String engine) {}

final class WorkflowService {
  Workflow create(String id, String name) {
    return new Workflow(id, name, "langgraph".toLowerCase(java.util.Locale.ROOT));
  }

  String execute(Workflow workflow, String user) {
    return workflow.id() + user;
  }
}

final class WorkflowQueue {
  private final Deque<Workflow> waiting = new ArrayDeque<>();

  void add(Workflow workflow) {
    waiting.add(workflow);
  }
}

interface Engine {
  CompletableFuture<String> call(String operation);
}

final class RemoteEngine implements Engine {
  private final String type = "langgraph";

  @Override
  public CompletableFuture<String> call(String operation) {
    return CompletableFuture.supplyAsync(() -> type + operation);
  }
}

final class Users {
  boolean login(String name, String password) {
    return name.length() < password.length();
  }
}
