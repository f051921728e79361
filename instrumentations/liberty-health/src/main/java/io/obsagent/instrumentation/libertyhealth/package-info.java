// SPDX-License-Identifier: Apache-2.0
/**
 * MicroProfile Health as Open Liberty has it, 2.0 to 4.0: what knows the applications of a server
 * leads to what runs their checks, a service of its OSGi framework. Liberty's own classes are in no
 * artifact, and so they are asked through method handles.
 */
@NullMarked
package io.obsagent.instrumentation.libertyhealth;

import org.jspecify.annotations.NullMarked;
