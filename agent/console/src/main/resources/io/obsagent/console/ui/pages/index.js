// SPDX-License-Identifier: Apache-2.0
// All pages in the order of the navigation. Each is a module of its name, loaded when it is opened.
// `needs` is an address of the API: where the agent does not serve it, the page does not appear.
export const pages = [
  { id: 'overview', title: 'Overview', group: 'Service', key: 'o', needs: '/api/v1/query' },
  { id: 'jvm', title: 'JVM', group: 'Runtime', key: 'j', needs: '/monitoring/jvm/threads' },
];
