// SPDX-License-Identifier: Apache-2.0
package java.lang;

/**
 * What the agent makes of classes whose objects hold something for it: each has a field of its own,
 * so nothing has to be looked up by the object. It lies beside the dispatcher, where every class
 * can name it.
 */
public interface ObsHolder {
  /** What the object holds, or null. */
  Object obs$held();

  void obs$hold(Object held);
}
