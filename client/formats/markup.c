/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/markup.h"

#include <stdlib.h>
#include <string.h>

#include "client/formats/chrome.h"

enum { SHORT_BYTES = 40, SMALL_BODY_BYTES = 140, STORY_PARAGRAPHS = 3 };

/* An element with paragraphs, in the order in which they open. */
struct element {
    uint32_t weight;     /* bytes of whole paragraphs in it */
    uint32_t span;       /* elements in it, itself counted */
    uint32_t paragraphs; /* that are not short */
    bool headed;         /* holds the page's first heading */
};

/* A walk over a tree gathers one paragraph after the other. */
struct walk {
    bool classes, page; /* see chrome_element; page: drop what only links */
    const char *title;
    struct buffer *prose;  /* NULL: only weigh */
    struct buffer weights; /* struct element each */
    struct buffer paragraph;
    bool space;
    unsigned breaks, links; /* <br> in a row; <a> we are in */
    size_t linked;          /* bytes of the paragraph inside links */
    unsigned headings;      /* <h1> to <h6> and <header> we are in */
    bool teaser;            /* the last heading was a link: a paragraph about another article follows */
};

static bool is_inline(const GumboNode *node)
{
    static const GumboTag tags[] = {
        GUMBO_TAG_A,   GUMBO_TAG_ABBR,  GUMBO_TAG_ACRONYM, GUMBO_TAG_B,       GUMBO_TAG_BDI,    GUMBO_TAG_BDO,
        GUMBO_TAG_BIG, GUMBO_TAG_BR,    GUMBO_TAG_CITE,    GUMBO_TAG_CODE,    GUMBO_TAG_DATA,   GUMBO_TAG_DEL,
        GUMBO_TAG_DFN, GUMBO_TAG_EM,    GUMBO_TAG_FONT,    GUMBO_TAG_I,       GUMBO_TAG_IMG,    GUMBO_TAG_INS,
        GUMBO_TAG_KBD, GUMBO_TAG_LABEL, GUMBO_TAG_MARK,    GUMBO_TAG_NOBR,    GUMBO_TAG_Q,      GUMBO_TAG_RUBY,
        GUMBO_TAG_S,   GUMBO_TAG_SAMP,  GUMBO_TAG_SMALL,   GUMBO_TAG_SPAN,    GUMBO_TAG_STRIKE, GUMBO_TAG_STRONG,
        GUMBO_TAG_SUB, GUMBO_TAG_SUP,   GUMBO_TAG_TIME,    GUMBO_TAG_TT,      GUMBO_TAG_U,      GUMBO_TAG_VAR,
        GUMBO_TAG_WBR, GUMBO_TAG_RT,    GUMBO_TAG_RP,      GUMBO_TAG_UNKNOWN,
    };
    const GumboTag tag = tree_tag(node);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (tags[i] == tag)
            return true;
    return false;
}

static bool is_title(const struct walk *walk)
{
    return walk->title && strlen(walk->title) == walk->paragraph.size &&
           memcmp(walk->title, walk->paragraph.bytes, walk->paragraph.size) == 0;
}

static bool is_heading(const GumboNode *node)
{
    const GumboTag tag = tree_tag(node);
    return tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2 || tag == GUMBO_TAG_H3 || tag == GUMBO_TAG_H4 ||
           tag == GUMBO_TAG_H5 || tag == GUMBO_TAG_H6;
}

/* What of a page is no paragraph of its article. */
static bool is_aside(struct walk *walk)
{
    const struct buffer *words = &walk->paragraph;
    const bool linked = walk->linked * 2 > words->size,
               short_heading = walk->headings > 0 && words->size < 2 * SHORT_BYTES;
    const bool teased = walk->teaser && walk->headings == 0;
    walk->teaser = walk->headings > 0 && linked;
    return linked || short_heading || teased || is_title(walk) || chrome_line(words->bytes, words->size);
}

/* Puts the paragraph where it belongs: weight to element `owner`, words to the prose. */
static void end_paragraph(struct walk *walk, size_t owner)
{
    const struct buffer *words = &walk->paragraph;
    const bool chrome = words->size == 0 || (walk->page && is_aside(walk));
    if (!chrome && walk->prose) {
        if (walk->prose->size > 0)
            buffer_add(walk->prose, "\n\n", 2);
        buffer_add(walk->prose, words->bytes, words->size);
    } else if (!chrome && !walk->weights.failed) {
        struct element *element = (struct element *)(void *)walk->weights.bytes + owner;
        element->weight += (uint32_t)(words->size < SHORT_BYTES ? words->size / 4 : words->size);
        element->paragraphs += words->size >= SHORT_BYTES;
    }
    walk->paragraph.size = 0;
    walk->space = false;
    walk->breaks = 0;
    walk->linked = 0;
}

static void add_text(struct walk *walk, const char *text)
{
    const size_t before = walk->paragraph.size;
    buffer_add_words(&walk->paragraph, text, strlen(text), &walk->space);
    if (walk->links > 0)
        walk->linked += walk->paragraph.size - before;
    if (walk->paragraph.size > before)
        walk->breaks = 0;
}

static void walk_node(struct walk *walk, const GumboNode *node, size_t owner);

static void walk_children(struct walk *walk, const GumboNode *node, size_t owner)
{
    const GumboVector *children = tree_children(node);
    for (unsigned i = 0; children && i < children->length; i++)
        walk_node(walk, children->data[i], owner);
}

static void walk_inline(struct walk *walk, const GumboNode *node, size_t owner)
{
    const GumboTag tag = tree_tag(node);
    if (tag == GUMBO_TAG_BR) {
        walk->space = true;
        if (++walk->breaks == 2)
            end_paragraph(walk, owner);
    }
    walk->links += tag == GUMBO_TAG_A;
    if (tag == GUMBO_TAG_Q)
        add_text(walk, "\xe2\x80\x9c");
    walk_children(walk, node, owner);
    if (tag == GUMBO_TAG_Q)
        add_text(walk, "\xe2\x80\x9d");
    walk->links -= tag == GUMBO_TAG_A;
}

static void walk_block(struct walk *walk, const GumboNode *node, size_t owner)
{
    static const struct element none;
    const size_t self = walk->weights.size / sizeof none;
    end_paragraph(walk, owner);
    const bool heads = is_heading(node) || tree_tag(node) == GUMBO_TAG_HEADER;
    if (!walk->prose)
        buffer_add(&walk->weights, &none, sizeof none);
    walk->headings += heads;
    walk_children(walk, node, self);
    end_paragraph(walk, self);
    walk->headings -= heads;
    if (walk->prose || walk->weights.failed)
        return;
    struct element *elements = (struct element *)(void *)walk->weights.bytes;
    elements[self].span = (uint32_t)(walk->weights.size / sizeof none - self);
    elements[self].headed |= tree_tag(node) == GUMBO_TAG_H1;
    if (self != owner) {
        elements[owner].weight += elements[self].weight;
        elements[owner].paragraphs += elements[self].paragraphs;
        elements[owner].headed |= elements[self].headed;
    }
}

static void walk_node(struct walk *walk, const GumboNode *node, size_t owner)
{
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA)
        add_text(walk, node->v.text.text);
    else if (node->type == GUMBO_NODE_ELEMENT && !chrome_element(node, walk->classes)) {
        if (is_inline(node))
            walk_inline(walk, node, owner);
        else
            walk_block(walk, node, owner);
    }
}

bool markup_is(const char *text)
{
    for (; *text; text++) {
        const unsigned char next = (unsigned char)text[1];
        const bool letter = (next | 0x20) >= 'a' && (next | 0x20) <= 'z';
        if (*text == '<' && (letter || next == '/' || next == '!'))
            return true;
        if (*text == '&' && (letter || next == '#') && text[1 + strcspn(text + 1, "; &<\n")] == ';')
            return true;
    }
    return false;
}

const char *markup_prose(const char *html, size_t size, const struct limits *limits, struct buffer *prose)
{
    struct tree tree;
    const char *wrong = tree_open(&tree, html, size, limits);
    if (!wrong) {
        struct walk walk = { .classes = true, .prose = prose };
        walk_children(&walk, tree.root, 0);
        end_paragraph(&walk, 0);
        buffer_free(&walk.paragraph);
    }
    tree_close(&tree);
    return wrong;
}

void markup_words(const GumboNode *node, struct buffer *words)
{
    struct walk walk = { .prose = words };
    walk_children(&walk, node, 0);
    end_paragraph(&walk, 0);
    buffer_free(&walk.paragraph);
}

/* ---- the body of a page */

static bool holds_article(const GumboNode *node)
{
    const GumboTag tag = tree_tag(node);
    return tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_MAIN || tree_attribute_has(node, "itemprop", "articleBody");
}

/* What a body may lie in. */
static bool is_container(const GumboNode *node)
{
    const GumboTag tag = tree_tag(node);
    return tag == GUMBO_TAG_DIV || tag == GUMBO_TAG_SECTION || tag == GUMBO_TAG_ARTICLE || tag == GUMBO_TAG_MAIN ||
           tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_TR || tag == GUMBO_TAG_TD ||
           tag == GUMBO_TAG_CENTER || tag == GUMBO_TAG_FORM || tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HTML;
}

/* The child that holds the share of the weight one has to go down for. Blocks
 * inside inline elements are numbered with the block around them, so the count
 * over the children follows walk_block's. */
struct descent {
    const struct element *elements;
    bool classes;
    size_t next; /* number of the next block */
    const GumboNode *best;
    size_t best_number;
};

/* True when it is the story, with its headline, be the comments on it ever so long. */
static bool is_story(const struct element *element)
{
    return element->headed && element->paragraphs >= STORY_PARAGRAPHS;
}

static bool better(const struct element *element, const struct element *best)
{
    return is_story(element) == is_story(best) ? element->weight > best->weight : is_story(element);
}

static void look_at(struct descent *descent, const GumboNode *node)
{
    const GumboVector *children = tree_children(node);
    for (unsigned i = 0; children && i < children->length; i++) {
        const GumboNode *child = children->data[i];
        if (child->type != GUMBO_NODE_ELEMENT || chrome_element(child, descent->classes))
            continue;
        if (is_inline(child)) {
            look_at(descent, child);
            continue;
        }
        if (!descent->best || better(&descent->elements[descent->next], &descent->elements[descent->best_number])) {
            descent->best = child;
            descent->best_number = descent->next;
        }
        descent->next += descent->elements[descent->next].span;
    }
}

static const GumboNode *densest(const GumboNode *root, const struct element *elements, bool classes)
{
    const GumboNode *node = root;
    size_t number = 0;
    unsigned percent = 60;
    for (;;) {
        struct descent descent = { .elements = elements, .classes = classes, .next = number + 1 };
        look_at(&descent, node);
        if (!descent.best || !is_container(descent.best))
            return node;
        const bool marked = tree_attribute_has(descent.best, "itemprop", "articleBody");
        const uint64_t whole = elements[number].weight, part = elements[descent.best_number].weight;
        if (part * 100 < whole * (marked ? 50 : percent) && !is_story(&elements[descent.best_number]))
            return node;
        node = descent.best;
        number = descent.best_number;
        percent = holds_article(node) ? 90 : percent;
    }
}

static bool body_of(const GumboNode *root, const char *title, bool classes, struct buffer *prose)
{
    struct walk weigh = { .classes = classes, .page = true, .title = title };
    walk_block(&weigh, root, 0);
    bool fine = !weigh.weights.failed && !weigh.paragraph.failed;
    if (fine) {
        const struct element *elements = (const struct element *)(const void *)weigh.weights.bytes;
        struct walk gather = { .classes = classes, .page = true, .title = title, .prose = prose };
        walk_block(&gather, densest(root, elements, classes), 0);
        fine = !gather.paragraph.failed && !prose->failed;
        buffer_free(&gather.paragraph);
    }
    buffer_free(&weigh.weights);
    buffer_free(&weigh.paragraph);
    return fine;
}

bool markup_body(const GumboNode *root, const char *title, struct buffer *prose)
{
    if (!body_of(root, title, true, prose))
        return false;
    if (prose->size >= SMALL_BODY_BYTES)
        return true;
    /* Too little: its classes may be named like chrome. */
    struct buffer all = { 0 };
    const bool fine = body_of(root, title, false, &all);
    if (fine && all.size > 2 * prose->size) {
        struct buffer before = *prose;
        *prose = all;
        all = before;
    }
    buffer_free(&all);
    return fine;
}
