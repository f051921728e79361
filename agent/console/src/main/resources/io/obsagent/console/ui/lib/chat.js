// SPDX-License-Identifier: Apache-2.0
// What was said to a model and what it said, with the tools that it called.
import { h, clip } from './dom.js';

/** Messages as the semantic conventions have them: JSON of roles and parts. */
export function messages(text) {
  if (!text) {
    return null;
  }
  try {
    return JSON.parse(text).map((each) => h('div', { class: 'turn ' + (each.role === 'assistant' ? 'assistant' : '') }, h('b', {}, clip(each.role, 40)), (each.parts || []).map(part)));
  } catch {
    return h('div', { class: 'turn' }, clip(text, 8000)); // it was cut
  }
}

/** What is said is text; a tool that is called, and what it answered, stand apart from it. */
function part(each) {
  if (each.type === 'tool_call') {
    return tool('calls ' + (each.name || 'a tool'), each.arguments, each.id);
  }
  if (each.type === 'tool_call_response') {
    return tool('answer of ' + (each.name || 'the tool'), each.response ?? each.result ?? each.content, each.id);
  }
  const said = each.content ?? each.text;
  if (each.type === 'reasoning') {
    return h('details', { class: 'tool' }, h('summary', {}, 'reasoning'), h('div', {}, clip(String(said ?? ''), 8000)));
  }
  return typeof said === 'string' ? h('div', {}, clip(said, 8000)) : tool(each.type || 'part', each);
}

function tool(title, value, id) {
  return h('div', { class: 'tool' }, h('span', { class: 'tool-name', title: id ? 'id ' + clip(id, 100) : '' }, clip(title, 120)), value !== undefined && value !== '' && h('pre', { tabindex: '0' }, clip(pretty(value), 8000)));
}

function pretty(value) {
  try {
    return JSON.stringify(typeof value === 'string' ? JSON.parse(value) : value, null, 2);
  } catch {
    return String(value);
  }
}

/** What a span has of a conversation, if it has any. */
export function conversation(tags) {
  const said = tags['gen_ai.system_instructions'];
  const turns = [said && messages('[{"role":"system","parts":' + said + '}]'), messages(tags['gen_ai.input.messages']), messages(tags['gen_ai.output.messages'])].filter(Boolean);
  return turns.length ? h('div', { class: 'chat' }, turns) : null;
}
