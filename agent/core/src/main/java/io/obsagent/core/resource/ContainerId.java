// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.resource;

import java.io.File;
import org.jspecify.annotations.Nullable;

/** The id of the container this runs in: 64 hexadecimal digits in one of two files. */
final class ContainerId {
  private static final int LENGTH = 64;

  private ContainerId() {}

  static @Nullable String find(File root) {
    String id = first(Resource.read(new File(root, "proc/self/cgroup")), "");
    // With control groups of version 2 the first file says nothing, but the container's own
    // /etc/hostname is mounted from a directory that is named after it.
    return id == null
        ? first(Resource.read(new File(root, "proc/self/mountinfo")), "/hostname ")
        : id;
  }

  private static @Nullable String first(@Nullable String text, String marker) {
    int start = 0;
    while (text != null && start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      String line = text.substring(start, end);
      String id = line.contains(marker) ? digits(line) : null;
      if (id != null) {
        return id;
      }
      start = end + 1;
    }
    return null;
  }

  private static @Nullable String digits(String line) {
    int run = 0;
    for (int i = 0; i <= line.length(); i++) {
      char c = i == line.length() ? ' ' : line.charAt(i);
      if (c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
        run++;
      } else {
        if (run == LENGTH) {
          return line.substring(i - LENGTH, i);
        }
        run = 0;
      }
    }
    return null;
  }
}
