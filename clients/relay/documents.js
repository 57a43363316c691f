// Read by relay-compiler alone, never run: the tests import what it writes to __generated__.
// In an app, babel-plugin-relay puts the same modules in the place of these tags.
import { graphql } from "relay-runtime";

graphql`
  query documentsSaidQuery($speaker: String!, $about: String!) {
    quotes(first: 1, filter: { speaker: [$speaker], about: [$about] }) {
      totalCount
      nodes {
        text
        speaker {
          name
        }
      }
    }
  }
`;

graphql`
  query documentsQuotesQuery {
    ...documentsQuotes
  }
`;

graphql`
  fragment documentsQuotes on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 5 }, cursor: { type: "String" })
  @refetchable(queryName: "documentsQuotesPageQuery") {
    quotes(first: $count, after: $cursor) @connection(key: "documents_quotes") {
      edges {
        node {
          slug
        }
      }
    }
  }
`;

graphql`
  fragment documentsQuote on Quote @refetchable(queryName: "documentsQuoteQuery") {
    slug
    text
  }
`;
