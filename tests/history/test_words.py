"""What the log calls acts."""

from briefings.lib.acts import act_words


def test_act_without_words_is_readable_all_the_same():
    assert act_words("merge_areas") == "Merge areas"


def test_rows_with_a_former_name_keep_their_words():
    assert act_words("release") == act_words("unhold") == "Released after being held"
    assert act_words("return") == act_words("return_to_author") == "Returned to the author"
