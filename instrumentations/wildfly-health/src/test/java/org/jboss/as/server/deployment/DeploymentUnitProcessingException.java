// SPDX-License-Identifier: Apache-2.0
package org.jboss.as.server.deployment;

/** In the place of the server's own: the reporter's logger names it, and nothing throws it. */
public class DeploymentUnitProcessingException extends Exception {
  private static final long serialVersionUID = 1;
}
