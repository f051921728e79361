// SPDX-License-Identifier: Apache-2.0
package com.acme.operations;

import java.util.ArrayList;
import java.util.List;

/** Registers a user once. */
public final class OperationsApplication {
  private OperationsApplication() {}

  public static void run() {
    RegistrationService service = new RegistrationService();
    service.perform("user_registration", "ada");
    try {
      service.perform("user_registration", "");
    } catch (IllegalArgumentException expected) {
      // An operation that fails.
    }
    new MailQueue().offer("welcome");
    new Actions().record(new User("ada", "GOLD"), "registered");
  }
}

final class RegistrationService {
  String perform(String operation, String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(operation);
    }
    return operation + name;
  }
}

abstract class WorkQueue {
  final String name;
  final List<String> items = new ArrayList<>();

  WorkQueue(String name) {
    this.name = name;
  }

  abstract void offer(String item);
}

final class MailQueue extends WorkQueue {
  MailQueue() {
    super("mail");
  }

  @Override
  void offer(String item) {
    items.add(item);
  }
}

record User(String id, String tier) {}

final class Actions {
  private final List<String> done = new ArrayList<>();

  void record(User user, String action) {
    done.add(user.id() + action);
  }
}
