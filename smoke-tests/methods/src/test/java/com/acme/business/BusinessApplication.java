// SPDX-License-Identifier: Apache-2.0
package com.acme.business;

import java.util.HashSet;
import java.util.Set;

/** Closes a month, and serves a user once. */
public final class BusinessApplication {
  private BusinessApplication() {}

  public static void run() {
    new Billing().close("pro");
    new Surveys().answer(4);
    new Sessions().open("ada");
    new Api().call(new Account(null), "/orders");
  }
}

record Month(double recurring, double revenue) {}

final class Billing {
  Month close(String plan) {
    return new Month(1_200, 1_300.5 + plan.length());
  }
}

final class Surveys {
  private int sum;

  void answer(int score) {
    sum += Math.abs(score);
  }

  int sum() {
    return sum;
  }
}

final class Sessions {
  private final Set<String> users = new HashSet<>();

  void open(String user) {
    users.add(user);
  }
}

record Account(String plan) {}

final class Api {
  String call(Account account, String endpoint) {
    return account + endpoint;
  }
}
