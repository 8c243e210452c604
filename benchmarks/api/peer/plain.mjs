// graphql-yoga without a database: `hello`, and 50 objects of 5 fields. Prints its port.
import { createServer } from "node:http";
import { createSchema, createYoga } from "graphql-yoga";

const rows = Array.from({ length: 50 }, (_, n) => ({
  id: `${n}`, name: `name ${n}`, size: n, isOpen: n % 2 === 0, weight: n / 7,
}));
const schema = createSchema({
  typeDefs: `type Row { id: ID! name: String! size: Int! isOpen: Boolean! weight: Float! }
    type Query { hello: String! rows: [Row!]! }`,
  resolvers: { Query: { hello: () => "hello", rows: () => rows } },
});
const server = createServer(createYoga({ schema, graphiql: false, logging: false }));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
