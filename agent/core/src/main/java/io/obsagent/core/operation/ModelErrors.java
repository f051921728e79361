// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a call of a model, in words that are the same for all providers. SDKs name
 * their exceptions differently and providers their codes, but both say what it is: the code, the
 * status of HTTP and the names of exceptions are looked at in this order.
 */
final class ModelErrors {
  static final String CONTENT_FILTER = "content_filter";
  private static final String RATE_LIMIT = "rate_limit";
  private static final String OVERLOADED = "overloaded";
  private static final String TIMEOUT = "timeout";
  private static final String AUTHENTICATION = "authentication";
  private static final String PERMISSION = "permission";
  private static final String NOT_FOUND = "not_found";
  private static final String INVALID_REQUEST = "invalid_request";
  private static final String SERVER_ERROR = "server_error";

  private static final int MAX_CAUSES = 8;

  /** Letters of a code or a class, and what they mean; the first that fits. */
  private static final String[][] WORDS = {
    {"budgetspent", "budget_spent"},
    {"contentfilter", CONTENT_FILTER},
    {"contentpolicy", CONTENT_FILTER},
    {"contentmanagement", CONTENT_FILTER},
    {"responsibleai", CONTENT_FILTER},
    {"guardrail", CONTENT_FILTER},
    {"safety", CONTENT_FILTER},
    {"blocklist", CONTENT_FILTER},
    {"prohibitedcontent", CONTENT_FILTER},
    {"ratelimit", RATE_LIMIT},
    {"toomanyrequests", RATE_LIMIT},
    {"throttl", RATE_LIMIT},
    {"quota", RATE_LIMIT},
    {"resourceexhausted", RATE_LIMIT},
    {"overload", OVERLOADED},
    {"serviceunavailable", OVERLOADED},
    {"modelnotready", OVERLOADED},
    {"timeout", TIMEOUT},
    {"deadlineexceeded", TIMEOUT},
    {"unauthorized", AUTHENTICATION},
    {"unauthenticated", AUTHENTICATION},
    {"authentication", AUTHENTICATION},
    {"invalidapikey", AUTHENTICATION},
    {"unrecognizedclient", AUTHENTICATION},
    {"permission", PERMISSION},
    {"forbidden", PERMISSION},
    {"accessdenied", PERMISSION},
    {"notfound", NOT_FOUND},
    {"badrequest", INVALID_REQUEST},
    {"invalidrequest", INVALID_REQUEST},
    {"unprocessable", INVALID_REQUEST},
    {"validation", INVALID_REQUEST},
    {"contextlength", INVALID_REQUEST},
    {"internalserver", SERVER_ERROR},
    {"servererror", SERVER_ERROR},
    {"apierror", SERVER_ERROR},
  };

  private ModelErrors() {}

  /**
   * @param status of HTTP; 0 for not known
   * @param code in the provider's words
   */
  static String of(Throwable error, int status, @Nullable String code) {
    String word = code == null ? null : word(code);
    if (word == null) {
      word = ofStatus(status);
    }
    Throwable cause = error;
    for (int i = 0; i < MAX_CAUSES && word == null && cause != null; i++) {
      word = word(cause.getClass().getSimpleName());
      cause = cause.getCause();
    }
    return word != null ? word : ErrorTypes.of(error);
  }

  /** Null for a status that is no error. */
  private static @Nullable String ofStatus(int status) {
    return switch (status) {
      case 401 -> AUTHENTICATION;
      case 403 -> PERMISSION;
      case 404 -> NOT_FOUND;
      case 408, 504 -> TIMEOUT;
      case 429 -> RATE_LIMIT;
      case 503, 529 -> OVERLOADED;
      default -> status >= 500 ? SERVER_ERROR : status >= 400 ? INVALID_REQUEST : null;
    };
  }

  private static @Nullable String word(String name) {
    String letters = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    for (String[] word : WORDS) {
      if (letters.contains(word[0])) {
        return word[1];
      }
    }
    return null;
  }

  /** Whether the provider held back what the model said. */
  static boolean filtered(@Nullable List<String> finishReasons) {
    if (finishReasons != null) {
      for (int i = 0; i < finishReasons.size(); i++) {
        String reason = finishReasons.get(i);
        if (!usual(reason) && CONTENT_FILTER.equals(word(reason))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Most answers end so: nothing is compared for them. */
  private static boolean usual(String reason) {
    return switch (reason) {
      case "stop", "STOP", "end_turn", "length", "tool_calls", "tool_use", "completed" -> true;
      default -> false;
    };
  }
}
