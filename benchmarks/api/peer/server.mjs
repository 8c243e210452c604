// The peer: @neo4j/graphql behind Apollo's own server, one process. Prints its port when it listens.
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const typeDefs = `#graphql
  type Party @node {
    id: ID!
    tenantId: ID! @alias(property: "tenant_id")
    kind: String!
    name: String!
    places: [Place!]! @relationship(type: "LOCATED_IN", direction: OUT)
    sectors: [Sector!]! @relationship(type: "IN_SECTOR", direction: OUT)
    needs: [Need!]! @relationship(type: "SEEKS", direction: OUT)
    offers: [Offer!]! @relationship(type: "GIVES", direction: OUT)
  }
  type Need @node {
    id: ID! @id
    tenantId: ID! @alias(property: "tenant_id")
    partyId: ID! @alias(property: "party_id")
    kind: String!
    status: String!
    title: String!
    text: String
    createdAt: DateTime! @timestamp(operations: [CREATE]) @alias(property: "created_at")
    owners: [Party!]! @relationship(type: "SEEKS", direction: IN)
    skills: [Skill!]! @relationship(type: "REQUIRES", direction: OUT)
    matches: [Match!]! @relationship(type: "OF", direction: IN)
  }
  type Offer @node {
    id: ID!
    title: String!
    owners: [Party!]! @relationship(type: "GIVES", direction: IN)
  }
  type Match @node {
    id: ID!
    state: String!
    rank: Int!
    probability: Float!
    needs: [Need!]! @relationship(type: "OF", direction: OUT)
    offers: [Offer!]! @relationship(type: "WITH", direction: OUT)
  }
  type Skill @node { id: ID! fr: String }
  type Sector @node { id: ID! fr: String }
  type Place @node { id: ID! fr: String }
`;
const { PEER_URI, PEER_USER, PEER_PASSWORD } = process.env;
const driver = neo4j.driver(PEER_URI, neo4j.auth.basic(PEER_USER, PEER_PASSWORD));
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const server = new ApolloServer({ schema, introspection: false });
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: 0 },
  context: async () => ({ sessionConfig: { database: "neo4j" } }),
});
console.log(new URL(url).port);
