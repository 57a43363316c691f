// GraphiQL with the example questions as its first tabs. What a reader changes stays in the browser's storage.
fetch("/graphiql/tabs.json")
  .then((response) => response.json())
  .then((tabs) => {
    const h = React.createElement;
    const name = h(GraphiQL.Logo, null, h("a", { className: "onrecord", href: "/graphiql" }, "OnRecord"));
    ReactDOM.createRoot(document.getElementById("graphiql")).render(
      h(GraphiQL, {
        fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
        defaultTabs: tabs,
        // GraphiQL shows the variables of its first tab only after a switch of tabs.
        variables: localStorage.getItem("graphiql:tabState") ? undefined : tabs[0].variables,
        defaultEditorToolsVisibility: "variables",
        shouldPersistHeaders: false,
      }, name),
    );
  });
