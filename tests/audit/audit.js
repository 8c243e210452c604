// Prints one JSON line: how each audit of GraphQL over HTTP went, by its id.
// Usage: node audit.js URL KEY
import { auditServer } from "graphql-http";

const [url, key] = process.argv.slice(2);
const fetchFn = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } });

const results = await auditServer({ url, fetchFn });
const told = results.map(({ id, name, status, reason }) => ({ id, name, status, reason }));
process.stdout.write(`${JSON.stringify(told)}\n`);
