// SPDX-License-Identifier: Apache-2.0
/**
 * The expressions of {@code methods:}: text to a tree, tree to a method handle.
 *
 * <pre>
 *   text ─► Parser (Lexer) ─► Expr ─► ExprCompiler (Property, Values) ─► MethodHandle
 * </pre>
 */
@NullMarked
package io.obsagent.methods.expr;

import org.jspecify.annotations.NullMarked;
