/* SPDX-License-Identifier: Apache-2.0 */
#include "store/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file format of LMDB 0.9 on a 64-bit little-endian machine: mdb.c,
 * MDB_page, MDB_node, MDB_db, MDB_meta. */
enum {
    HEAD_BYTES = 16, /* number u64, pad u16, flags u16, then lower u16 and upper u16, or pages u32 */
    NODE_BYTES = 8,  /* low u16, high u16, flags u16, key size u16 */
    TREE_BYTES = 48, /* pad u32, flags u16, depth u16, three counts of pages, entries, root: u64 each */
    META_BYTES = HEAD_BYTES + 24 + 2 * TREE_BYTES + 16,
    KEY_MAX = 511,
    DEPTH_MAX = 32,
    FLAG_BRANCH = 1,
    FLAG_LEAF = 2,
    FLAG_OVERFLOW = 4,
    FLAG_META = 8,
    FLAG_KINDS = 0x6f,
    NODE_BIG = 1,
    NODE_TREE = 2,
    TREE_INTEGER_KEYS = 8,
    UNWRITTEN_MAX = 131072, /* pages that one transaction may take and free again unwritten */
};
static const uint32_t meta_magic = 0xbeefc0de, meta_version = 1;

/* ---- a file under examination */

enum kind { KIND_FREE, KIND_MAIN, KIND_TABLE };

struct tree {
    uint16_t flags, depth;
    uint64_t entries, root;
};

struct walk {
    const uint8_t *map;
    size_t file_bytes;
    size_t page_bytes;
    uint64_t pages;   /* that the file holds */
    uint64_t numbers; /* page numbers given out: the file may lack unwritten free ones at its end */
    uint64_t txnid;
    struct tree free, main;
    uint8_t *seen; /* a bit a page: reached by a tree or in the free list */
    uint64_t bad;  /* page at which something was wrong */
};

static uint16_t get_u16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t get_u32(const uint8_t *at)
{
    return (uint32_t)get_u16(at) | (uint32_t)get_u16(at + 2) << 16;
}

static uint64_t get_u64(const uint8_t *at)
{
    return (uint64_t)get_u32(at) | (uint64_t)get_u32(at + 4) << 32;
}

static struct tree get_tree(const uint8_t *at)
{
    return (struct tree){ get_u16(at + 4), get_u16(at + 6), get_u64(at + 32), get_u64(at + 40) };
}

static bool bad(struct walk *walk, uint64_t page)
{
    walk->bad = page;
    return false;
}

static const uint8_t *page_at(const struct walk *walk, uint64_t number)
{
    return walk->map + number * walk->page_bytes;
}

/* Each page has one use. */
static bool take(struct walk *walk, uint64_t number, uint64_t bound)
{
    if (number < 2 || number >= bound || walk->seen[number / 8] & 1u << number % 8)
        return bad(walk, number);
    walk->seen[number / 8] |= (uint8_t)(1u << number % 8);
    return true;
}

/* ---- trees */

static bool walk_tree(struct walk *walk, const struct tree *tree, enum kind kind);

/* A row of the free list: a count, then page numbers, descending. */
static bool check_free_row(struct walk *walk, uint64_t page, const uint8_t *key, const uint8_t *list, uint64_t size)
{
    if (size < 8 || size % 8 != 0 || get_u64(list) > size / 8 - 1 || get_u64(key) > walk->txnid)
        return bad(walk, page);
    uint64_t before = UINT64_MAX;
    for (uint64_t i = 1; i <= get_u64(list); i++) {
        const uint64_t number = get_u64(list + 8 * i);
        if (number >= before || !take(walk, number, walk->numbers))
            return bad(walk, page);
        before = number;
    }
    return true;
}

/* The pages of a large value; `data` receives where it begins. */
static bool take_overflow(struct walk *walk, uint64_t first, uint64_t size, const uint8_t **data)
{
    if (!take(walk, first, walk->pages))
        return false;
    const uint8_t *page = page_at(walk, first);
    const uint64_t count = get_u32(page + 12);
    const uint64_t needed = (HEAD_BYTES - 1 + size) / walk->page_bytes + 1;
    if (get_u64(page) != first || (get_u16(page + 10) & FLAG_KINDS) != FLAG_OVERFLOW || count < needed ||
        count > walk->pages - first)
        return bad(walk, first);
    for (uint64_t i = 1; i < count; i++)
        if (!take(walk, first + i, walk->pages))
            return false;
    *data = page + HEAD_BYTES;
    return true;
}

static bool check_leaf_node(struct walk *walk, uint64_t number, const uint8_t *node, size_t room, enum kind kind)
{
    const uint64_t size = get_u16(node) | (uint64_t)get_u16(node + 2) << 16;
    const unsigned flags = get_u16(node + 4);
    const size_t key_bytes = get_u16(node + 6);
    const uint8_t *data = node + NODE_BYTES + key_bytes;
    const size_t left = room - NODE_BYTES - key_bytes;
    if (key_bytes == 0 || (kind == KIND_FREE && key_bytes != 8) || (flags & ~(unsigned)NODE_BIG) > NODE_TREE ||
        ((flags & NODE_TREE) != 0) != (kind == KIND_MAIN))
        return bad(walk, number);
    if (flags & NODE_BIG) {
        if (flags & NODE_TREE || left < 8)
            return bad(walk, number);
        if (!take_overflow(walk, get_u64(data), size, &data))
            return false;
    } else if (size > left) {
        return bad(walk, number);
    }
    if (kind == KIND_FREE)
        return check_free_row(walk, number, node + NODE_BYTES, data, size);
    if (kind == KIND_TABLE)
        return true;
    if (size != TREE_BYTES)
        return bad(walk, number);
    const struct tree table = get_tree(data);
    return walk_tree(walk, &table, KIND_TABLE);
}

static bool ascending(const uint8_t *before, const uint8_t *node, enum kind kind)
{
    const size_t a = get_u16(before + 6), b = get_u16(node + 6);
    if (kind == KIND_FREE)
        return a != 8 || b != 8 || get_u64(before + NODE_BYTES) < get_u64(node + NODE_BYTES);
    const int order = memcmp(before + NODE_BYTES, node + NODE_BYTES, a < b ? a : b);
    return order < 0 || (order == 0 && a < b);
}

/* One page and what hangs from it; `depth` counts down to the leaves at 1. */
static bool walk_page(struct walk *walk, uint64_t number, unsigned depth, enum kind kind, uint64_t *entries)
{
    if (!take(walk, number, walk->pages))
        return false;
    const uint8_t *page = page_at(walk, number);
    const size_t lower = get_u16(page + 12), upper = get_u16(page + 14);
    const bool leaf = depth == 1;
    const unsigned nodes = lower < HEAD_BYTES ? 0 : (unsigned)(lower - HEAD_BYTES) / 2;
    if (get_u64(page) != number || (get_u16(page + 10) & FLAG_KINDS) != (leaf ? FLAG_LEAF : FLAG_BRANCH) ||
        lower > upper || upper > walk->page_bytes || nodes < (leaf || kind == KIND_FREE ? 1 : 2))
        return bad(walk, number);

    const uint8_t *before = NULL;
    for (unsigned i = 0; i < nodes; i++) {
        const size_t at = get_u16(page + HEAD_BYTES + 2 * i);
        if (at < upper || at % 2 != 0 || at + NODE_BYTES > walk->page_bytes)
            return bad(walk, number);
        const uint8_t *node = page + at;
        const size_t key_bytes = get_u16(node + 6);
        if (key_bytes > KEY_MAX || at + NODE_BYTES + key_bytes > walk->page_bytes)
            return bad(walk, number);
        /* A branch's first key is never looked at. */
        if (before && !ascending(before, node, kind))
            return bad(walk, number);
        before = leaf || i > 0 ? node : NULL;
        const uint64_t child = get_u16(node) | (uint64_t)get_u16(node + 2) << 16 | (uint64_t)get_u16(node + 4) << 32;
        const bool sound = leaf ? check_leaf_node(walk, number, node, walk->page_bytes - at, kind)
                                : walk_page(walk, child, depth - 1, kind, entries);
        if (!sound)
            return false;
    }
    *entries += leaf ? nodes : 0;
    return true;
}

static bool walk_tree(struct walk *walk, const struct tree *tree, enum kind kind)
{
    uint64_t entries = 0;
    if (tree->flags != (kind == KIND_FREE ? TREE_INTEGER_KEYS : 0))
        return bad(walk, tree->root);
    if (tree->root == UINT64_MAX)
        return (tree->depth == 0 && tree->entries == 0) || bad(walk, tree->root);
    if (tree->depth == 0 || tree->depth >= DEPTH_MAX)
        return bad(walk, tree->root);
    if (!walk_page(walk, tree->root, tree->depth, kind, &entries))
        return false;
    return entries == tree->entries || bad(walk, tree->root);
}

/* ---- the meta pages */

static bool read_meta(struct walk *walk, unsigned index)
{
    const uint8_t *page = page_at(walk, index);
    const uint8_t *meta = page + HEAD_BYTES;
    const uint8_t *end = meta + 24 + 2 * TREE_BYTES;
    if (get_u64(page) != index || (get_u16(page + 10) & FLAG_KINDS) != FLAG_META || get_u32(meta) != meta_magic ||
        get_u32(meta + 4) != meta_version || get_u32(meta + 24) != walk->page_bytes)
        return bad(walk, index);
    /* Transaction N writes page N % 2, and LMDB takes the page by that rule;
     * a new file has 0 in both. */
    if (get_u64(end + 8) != 0 && get_u64(end + 8) % 2 != index)
        return bad(walk, index);
    if (index > 0 && get_u64(end + 8) <= walk->txnid)
        return true; /* the older of the two */
    walk->free = get_tree(meta + 24);
    walk->main = get_tree(meta + 24 + TREE_BYTES);
    walk->numbers = get_u64(end) + 1;
    walk->txnid = get_u64(end + 8);
    return true;
}

static bool read_metas(struct walk *walk)
{
    const size_t size = get_u32(walk->map + HEAD_BYTES + 24);
    if (size < 4096 || size > 32768 || (size & (size - 1)) != 0 || walk->file_bytes < 2 * size)
        return bad(walk, 0);
    walk->page_bytes = size;
    walk->pages = walk->file_bytes / size;
    if (!read_meta(walk, 0) || !read_meta(walk, 1))
        return false;
    if (walk->numbers < 2 || walk->numbers > walk->pages + UNWRITTEN_MAX)
        return bad(walk, walk->numbers);
    if (walk->pages > walk->numbers)
        walk->pages = walk->numbers;
    return true;
}

static enum err examine(struct walk *walk, bool whole)
{
    if (!read_metas(walk))
        return ERR_CORRUPT;
    /* A file shorter than its page numbers is sound only if the rest is free. */
    if (!whole && walk->pages == walk->numbers)
        return ERR_OK;
    walk->seen = calloc(walk->numbers / 8 + 1, 1);
    if (!walk->seen)
        return ERR_MEMORY;
    const bool sound = walk_tree(walk, &walk->main, KIND_MAIN) && walk_tree(walk, &walk->free, KIND_FREE);
    free(walk->seen);
    return sound ? ERR_OK : ERR_CORRUPT;
}

static enum err examine_file(int file, size_t size, bool whole, char reason[STORE_REASON_BYTES])
{
    struct walk walk = { .file_bytes = size };
    enum err err = ERR_CORRUPT;
    if (size >= META_BYTES) {
        void *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
        if (map == MAP_FAILED) {
            snprintf(reason, STORE_REASON_BYTES, "cannot map data.mdb: %s", strerror(errno));
            return ERR_IO;
        }
        walk.map = map;
        err = examine(&walk, whole);
        munmap(map, size);
    }
    if (err == ERR_CORRUPT)
        snprintf(reason, STORE_REASON_BYTES,
                 "data.mdb is damaged at page %llu of %llu: restore a backup, or feed the articles to a new store",
                 (unsigned long long)walk.bad, (unsigned long long)walk.pages);
    return err;
}

enum err pages_check(const char *directory, bool whole, char reason[STORE_REASON_BYTES])
{
    char path[4096];
    struct stat info;
    if (snprintf(path, sizeof path, "%s/data.mdb", directory) >= (int)sizeof path)
        return ERR_IO;
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0 && errno == ENOENT)
        return ERR_OK;
    if (file < 0 || fstat(file, &info) != 0) {
        snprintf(reason, STORE_REASON_BYTES, "cannot read data.mdb: %s", strerror(errno));
        if (file >= 0)
            close(file);
        return ERR_IO;
    }
    const enum err err = info.st_size == 0 ? ERR_OK : examine_file(file, (size_t)info.st_size, whole, reason);
    close(file);
    return err;
}
