package org.onrecord.graphql.document;

import graphql.language.Definition;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableDefinition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How large the selections of a document are once each fragment stands where it is spread. Counted in one pass, each
 * fragment once, so that a document whose fragments multiply is found out by arithmetic; counts end at {@link #MOST}. A
 * fragment that spreads itself counts as nothing there: validation refuses it.
 *
 * <p>Duplicates count, as they are work before they are merged. graphql-java's own instrumentations visit a fragment
 * once only, and after validation, which is what a hostile document would overload.
 *
 * @param depth fields below each other
 * @param fields fields, fragments and spreads
 * @param rootFields fields directly in a selection set, those of its fragments too
 * @param introspectionAliases aliases below {@code __schema} and {@code __type}
 */
public record DocumentSize(
        int depth,
        long fields,
        long rootFields,
        long aliases,
        long directives,
        boolean hasIntrospection,
        long introspectionAliases) {

    /**
     * How many fields an operation may have, with its fragments in their places: they are work even where they cost
     * nothing.
     */
    public static final int MOST_FIELDS = 5000;

    static final long MOST = Integer.MAX_VALUE;

    private static final DocumentSize NOTHING = new DocumentSize(0, 0, 0, 0, 0, false, 0);
    /** A fragment, or a spread of one, beside what is selected in it. */
    private static final DocumentSize FRAGMENT = new DocumentSize(0, 1, 0, 0, 0, false, 0);

    private static final Set<String> INTROSPECTION = Set.of("__schema", "__type");

    /** Of each kind of size, that of the largest operation. */
    static DocumentSize of(Document document) {
        Counting counting = new Counting();
        DocumentSize largest = NOTHING;
        for (Definition<?> definition : document.getDefinitions()) {
            if (definition instanceof FragmentDefinition fragment) {
                counting.fragments.putIfAbsent(fragment.getName(), fragment);
            }
        }
        for (OperationDefinition operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            DocumentSize size = counting.of(operation.getSelectionSet()).withDirectives(operation);
            for (VariableDefinition variable : operation.getVariableDefinitions()) {
                size = size.withDirectives(variable);
            }
            largest = new DocumentSize(
                    Math.max(largest.depth, size.depth),
                    Math.max(largest.fields, size.fields),
                    Math.max(largest.rootFields, size.rootFields),
                    Math.max(largest.aliases, size.aliases),
                    Math.max(largest.directives, size.directives),
                    largest.hasIntrospection || size.hasIntrospection,
                    Math.max(largest.introspectionAliases, size.introspectionAliases));
        }
        return largest;
    }

    private DocumentSize withDirectives(DirectivesContainer<?> node) {
        return and(new DocumentSize(0, 0, 0, 0, node.getDirectives().size(), false, 0));
    }

    private DocumentSize and(DocumentSize other) {
        return new DocumentSize(
                Math.max(depth, other.depth),
                sum(fields, other.fields),
                sum(rootFields, other.rootFields),
                sum(aliases, other.aliases),
                sum(directives, other.directives),
                hasIntrospection || other.hasIntrospection,
                sum(introspectionAliases, other.introspectionAliases));
    }

    private static long sum(long one, long other) {
        return Math.min(MOST, one + other);
    }

    private static final class Counting {

        private final Map<String, FragmentDefinition> fragments = new HashMap<>();
        private final Map<String, DocumentSize> counted = new HashMap<>();
        private final Set<String> open = new HashSet<>();

        DocumentSize of(SelectionSet selections) {
            DocumentSize size = NOTHING;
            if (selections != null) {
                for (Selection<?> selection : selections.getSelections()) {
                    size = size.and(of(selection));
                }
            }
            return size;
        }

        private DocumentSize of(Selection<?> selection) {
            if (selection instanceof Field field) {
                DocumentSize below = of(field.getSelectionSet());
                boolean isIntrospection = INTROSPECTION.contains(field.getName());
                return new DocumentSize(
                                below.depth + 1,
                                sum(below.fields, 1),
                                1,
                                sum(below.aliases, field.getAlias() == null ? 0 : 1),
                                below.directives,
                                below.hasIntrospection || isIntrospection,
                                isIntrospection ? below.aliases : below.introspectionAliases)
                        .withDirectives(field);
            }
            if (selection instanceof InlineFragment fragment) {
                return FRAGMENT.and(of(fragment.getSelectionSet())).withDirectives(fragment);
            }
            FragmentSpread spread = (FragmentSpread) selection;
            return FRAGMENT.and(of(spread.getName())).withDirectives(spread);
        }

        private DocumentSize of(String fragmentName) {
            FragmentDefinition fragment = fragments.get(fragmentName);
            DocumentSize known = counted.get(fragmentName);
            if (known == null && fragment != null && open.add(fragmentName)) {
                known = of(fragment.getSelectionSet()).withDirectives(fragment);
                open.remove(fragmentName);
                counted.put(fragmentName, known);
            }
            return known == null ? NOTHING : known;
        }
    }
}
