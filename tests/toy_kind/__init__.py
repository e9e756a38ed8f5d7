"""An app with a block kind of its own: the example for a new kind.

`documents.kinds.BUILT_IN` lists the kinds of the site itself; an app calls `register` in its models.py, as here. Beside
the model, the `Kind`, the template and the migration a kind needs
- Spanish for its names and labels, in its app's catalogue (a built-in kind: `make messages`);
- CSS for the classes of its template, in `static/briefings/site.css`;
- if it is built in, one block with its fields in `every_block` of tests/articles/scenes.py, for the tests of the form,
  of publication and of restoring.

`plain_texts` and `rich_texts` of the model name the fields that a translator translates, without markup and with: the
form of a translation shows the original's beside each block. The keys of the dict that `Kind.parts` returns are labels:
the comparison compares texts under the same label, and names it where a block has several.
"""
