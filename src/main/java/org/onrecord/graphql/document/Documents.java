package org.onrecord.graphql.document;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import graphql.language.Document;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.parser.exceptions.ParseCancelledTooDeepException;
import graphql.schema.GraphQLSchema;
import graphql.validation.ValidationError;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.onrecord.graphql.capacity.CapacitySettings;
import org.onrecord.graphql.fault.ErrorShape;
import org.onrecord.graphql.fault.Refusal;
import org.onrecord.graphql.request.RequestSettings;

/**
 * Parses documents, refuses those beyond the limits before any costlier work, and validates the rest. Valid ones are
 * kept, within a bound on their text.
 */
@Singleton
public class Documents {

    /**
     * The longest name or number. An alias is repeated with each record of an answer, and numbers are read in a time
     * that grows with the square of their length.
     */
    private static final int LONGEST_TOKEN = 200;

    /**
     * Which part of a document may be beyond ASCII: there, the lexer keeps nothing of what it found out, and takes
     * thirty times as long.
     */
    private static final int PART_BEYOND_ASCII = 5;

    private static final int LAST_OF_ASCII = 127;

    private static final Pattern PUNCTUATOR = Pattern.compile("\\.\\.\\.|[^\\w\"\\s]");

    private final Instance<GraphQLSchema> schema;
    private final RequestSettings.Limits limits;
    private final boolean allowsIntrospection;
    private final Suggestions suggestions;
    private final ParserOptions parserOptions;
    private final Cache<String, Document> valid;

    Documents(
            Instance<GraphQLSchema> schema,
            RequestSettings settings,
            CapacitySettings capacity,
            Suggestions suggestions,
            MeterRegistry registry) {
        this.schema = schema;
        this.limits = settings.limits();
        this.allowsIntrospection = settings.schema().introspection();
        this.suggestions = suggestions;
        this.parserOptions = ParserOptions.getDefaultOperationParserOptions()
                .transform(options -> options.captureLineComments(false)
                        // The document's end counts as one.
                        .maxTokens(limits.tokens() + 1)
                        // One character is one token at least, or none.
                        .maxWhitespaceTokens(limits.documentCharacters())
                        .maxCharacters(limits.documentCharacters())
                        .parsingListener(token -> requireShort(token.getText())));
        this.valid = Caffeine.newBuilder()
                .maximumWeight(capacity.cache().documents().asLongValue())
                .weigher((String text, Document document) -> text.length())
                .recordStats()
                .executor(Runnable::run)
                .build();
        CaffeineCacheMetrics.monitor(registry, valid, "documents");
    }

    /** A document that is kept: it is known to be valid, and takes no work. */
    public Optional<Document> kept(String text) {
        return Optional.ofNullable(valid.getIfPresent(text));
    }

    /**
     * Reads a document that is {@link #requireReadable readable}.
     *
     * @throws Refusal where it is not GraphQL or beyond the limits
     */
    public Document read(String text) {
        Document document = parse(text);
        requireWithinLimits(DocumentSize.of(document));
        return document;
    }

    /**
     * Makes sure that a document which was read fits the schema, and keeps it.
     *
     * @throws Refusal where it does not
     */
    public void requireValid(String text, Document document) {
        List<ValidationError> errors = new Validation(schema.get(), document, suggestions).errors();
        if (!errors.isEmpty()) {
            throw Refusal.ofDocument(
                    errors.stream().map(ErrorShape::ofValidation).toList());
        }
        valid.put(text, document);
    }

    /**
     * Refuses, at once, a document that would take too long to read.
     *
     * @throws Refusal where it is too long, or has what the lexer is slow with
     */
    public void requireReadable(String text) {
        if (text.length() > limits.documentCharacters()) {
            throw Refusal.beyondLimit(
                    "DOCUMENT_TOO_LARGE",
                    "document-characters",
                    "The document has more than " + limits.documentCharacters() + " characters",
                    limits.documentCharacters());
        }
        requireQuickToRead(text);
    }

    private Document parse(String text) {
        try {
            return Parser.parse(ParserEnvironment.newParserEnvironment()
                    .document(text)
                    .parserOptions(parserOptions)
                    .locale(Locale.ROOT)
                    .build());
        } catch (ParseCancelledException | ParseCancelledTooDeepException tooMuch) {
            throw Refusal.beyondLimit(
                    "DOCUMENT_TOO_LARGE",
                    "tokens",
                    "The document has more than " + limits.tokens() + " tokens, or nests too deeply to be read",
                    limits.tokens());
        } catch (InvalidSyntaxException fault) {
            throw Refusal.ofDocument("GRAPHQL_PARSE_FAILED", messageOf(fault), fault.getLocation(), Map.of());
        }
    }

    /** The message for a document that is not GraphQL. */
    private static String messageOf(InvalidSyntaxException fault) {
        String token = fault.getOffendingToken();
        String place = fault.getLocation() == null
                ? ""
                : " at line " + fault.getLocation().getLine() + ", column "
                        + fault.getLocation().getColumn();
        if (token == null || token.isEmpty() || token.equals("<EOF>")) {
            return "The document is not valid GraphQL" + (token == null ? "" : ": it ends too early") + place;
        }
        // A punctuator, a keyword or a name, but no value.
        boolean maySay = Validation.isShown(token) || PUNCTUATOR.matcher(token).matches();
        return "The document is not valid GraphQL: unexpected " + (maySay ? '\'' + token + '\'' : "value") + place;
    }

    /** Refuses what the lexer takes far longer for than for other text of that length, before it does. */
    private void requireQuickToRead(String text) {
        int most = limits.documentCharacters() / PART_BEYOND_ASCII;
        int beyondAscii = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            beyondAscii += character > LAST_OF_ASCII ? 1 : 0;
            digits = Character.isDigit(character) ? digits + 1 : 0;
            if (digits > LONGEST_TOKEN) {
                throw tooLongToken();
            }
        }
        if (beyondAscii > most) {
            throw Refusal.beyondLimit(
                    "DOCUMENT_TOO_LARGE",
                    "non-ascii-characters",
                    "The document has more than " + most + " characters beyond ASCII: send them as variables",
                    most);
        }
    }

    private static void requireShort(String token) {
        // Strings have limits of their own, where they are used.
        if (token.length() > LONGEST_TOKEN && !token.startsWith("\"")) {
            throw tooLongToken();
        }
    }

    private static Refusal tooLongToken() {
        return Refusal.beyondLimit(
                "DOCUMENT_TOO_LARGE",
                "token-characters",
                "The document has a name or a number of more than " + LONGEST_TOKEN + " characters",
                LONGEST_TOKEN);
    }

    private void requireWithinLimits(DocumentSize size) {
        require(size.depth(), "depth", limits.depth(), "fields below each other");
        require(size.rootFields(), "root-fields", limits.rootFields(), "fields of its operation");
        require(size.aliases(), "aliases", limits.aliases(), "aliases");
        require(size.directives(), "directives", limits.directives(), "directives");
        require(size.fields(), "fields", DocumentSize.MOST_FIELDS, "fields with its fragments in their places");
        if (size.hasIntrospection() && !allowsIntrospection) {
            throw Refusal.ofDocument("GRAPHQL_VALIDATION_FAILED", "Introspection is switched off here", null, Map.of());
        }
        // It does not cost by its lists: without aliases, it cannot ask for more than a full query of the schema does.
        require(size.introspectionAliases(), "introspection", 0, "aliases in its introspection");
    }

    private static void require(long actual, String limit, int maximum, String things) {
        if (actual > maximum) {
            throw Refusal.beyondLimit(
                    "QUERY_TOO_COSTLY",
                    limit,
                    "The document has " + (actual == DocumentSize.MOST ? "far too many" : actual) + ' ' + things
                            + "; at most " + maximum + " are allowed",
                    maximum);
        }
    }
}
