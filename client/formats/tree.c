/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/tree.h"

#include <setjmp.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <time.h>

enum { ALIGNMENT = 16, CLOCK_EVERY = 64 };

/* gumbo looks at no failed allocation, and some pages cost it the square of
 * their length. So it allocates from a bounded pool, and the allocator leaves
 * the parser for good when the pool or the time is over: the parser keeps
 * nothing outside the pool. */
struct pool {
    struct tree *tree;
    size_t used, calls;
    clock_t end;
    const char *why;
    jmp_buf leave;
};

static void *pool_take(void *context, size_t size)
{
    struct pool *pool = context;
    const size_t room = pool->tree->pool_bytes - pool->used;
    if (size > room || room - size < ALIGNMENT)
        pool->why = "the page needs more memory than one may";
    else if (pool->calls++ % CLOCK_EVERY == 0 && clock() > pool->end)
        pool->why = "the page takes longer to parse than one may";
    if (pool->why)
        longjmp(pool->leave, 1);
    void *taken = pool->tree->pool + pool->used;
    pool->used += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return taken;
}

static void pool_give(void *context, void *taken)
{
    (void)context;
    (void)taken; /* all goes at once */
}

static bool too_deep(const GumboNode *node, unsigned depth_left)
{
    const GumboVector *children = tree_children(node);
    if (depth_left == 0)
        return true;
    for (unsigned i = 0; children && i < children->length; i++)
        if (too_deep(children->data[i], depth_left - 1))
            return true;
    return false;
}

/* On its own, so that no local of tree_open lives across the jump. */
static GumboNode *parse(struct pool *pool, const char *bytes, size_t size)
{
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = pool_take;
    options.deallocator = pool_give;
    options.userdata = pool;
    options.max_errors = 0;
    if (setjmp(pool->leave))
        return NULL;
    return gumbo_parse_with_options(&options, bytes, size)->root;
}

const char *tree_open(struct tree *tree, const char *bytes, size_t size, const struct limits *limits)
{
    *tree = (struct tree){ .pool_bytes = limits->page_bytes_max };
    void *pages =
        mmap(NULL, tree->pool_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED)
        return "too large for the memory there is";
    tree->pool = pages;
    struct pool pool = { .tree = tree };
    pool.end = clock() + (clock_t)limits->page_ms_max * (CLOCKS_PER_SEC / 1000);
    tree->root = parse(&pool, bytes, size);
    if (!pool.why && too_deep(tree->root, limits->depth_max))
        pool.why = "the page is nested deeper than one may be";
    if (pool.why)
        tree->root = NULL;
    return pool.why;
}

void tree_close(struct tree *tree)
{
    if (tree->pool)
        munmap(tree->pool, tree->pool_bytes);
    *tree = (struct tree){ 0 };
}

const GumboVector *tree_children(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE ? &node->v.element.children : NULL;
}

GumboTag tree_tag(const GumboNode *node)
{
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE ? node->v.element.tag
                                                                                 : GUMBO_TAG_UNKNOWN;
}

const char *tree_attribute(const GumboNode *node, const char *name)
{
    if (node->type != GUMBO_NODE_ELEMENT)
        return NULL;
    const GumboAttribute *attribute = gumbo_get_attribute(&node->v.element.attributes, name);
    return attribute ? attribute->value : NULL;
}

bool tree_attribute_has(const GumboNode *node, const char *name, const char *word)
{
    const char *value = tree_attribute(node, name);
    const size_t length = strlen(word);
    while (value && *value) {
        value += strspn(value, " \t\r\n\f");
        const size_t size = strcspn(value, " \t\r\n\f");
        if (size == length && strncasecmp(value, word, size) == 0)
            return true;
        value += size;
    }
    return false;
}
