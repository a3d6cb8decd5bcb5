"""What kind of table each one is. A table that is not here fails test_tables.py.

Private: of one network; every rule of isolation holds. Own: of one person or of the platform, never of a network. Edited: public pages and their drafts.
Public facts: the same for everybody, read-only for the application. Library: owned by a package we use.
"""

# Private table → the column that names its network.
PRIVATE = {
    "networks_network": "id",
    "networks_backing": "network_id",
    "networks_calendarfeed": "network_id",
    "networks_casedocument": "network_id",
    "networks_attachment": "network_id",
    "networks_charter": "network_id",
    "networks_draft": "network_id",
    "networks_earliercharter": "network_id",
    "networks_grant": "network_id",
    "networks_handover": "network_id",
    "networks_holding": "network_id",
    "networks_invitation": "network_id",
    "networks_joinrequest": "network_id",
    "networks_lesson": "network_id",
    "networks_membership": "network_id",
    "networks_mention": "network_id",
    "networks_message": "network_id",
    "networks_mute": "network_id",
    "networks_organisation": "network_id",
    "networks_placement": "network_id",
    "networks_reaction": "network_id",
    "networks_readmark": "network_id",
    "networks_readinessdone": "network_id",
    "networks_readinessitem": "network_id",
    "networks_report": "network_id",
    "networks_revision": "network_id",
    "networks_room": "network_id",
    "networks_routine": "network_id",
    "networks_routineversion": "network_id",
    "networks_run": "network_id",
    "networks_runevent": "network_id",
    "networks_runstep": "network_id",
    "networks_signature": "network_id",
    "networks_territory": "network_id",
    "networks_topic": "network_id",
    "networks_withheld": "network_id",
    "portal_entry": "network_id",
    "portal_notice": "network_id",
}
# Tables that decide who sees what: written by the database's own functions only.
DECIDING = {
    "networks_backing",
    "networks_calendarfeed",
    "networks_readinessdone",
    "networks_membership",
    "networks_grant",
    "networks_handover",
    "networks_invitation",
    "networks_joinrequest",
    "networks_room",
    "networks_placement",
    "networks_topic",
    "networks_message",
    "networks_withheld",
    "networks_report",
    "networks_revision",
    "networks_attachment",
    "networks_reaction",
    "networks_mention",
    "networks_readmark",
    "networks_draft",
    "networks_casedocument",
    "networks_mute",
    "portal_notice",
    "portal_office",
}
HERS = {"portal_noticechoice", "portal_pushsubscription"}  # held apart by the database: each row is its person's alone
OWN = HERS | {"portal_user", "portal_session", "portal_user_groups", "portal_user_user_permissions", "portal_office"}
PUBLIC_FACTS = {
    "networks_county", "networks_municipality", "networks_region", "networks_regioncounty",
    "django_content_type", "django_migrations", "auth_permission",
}  # fmt: skip
# What the editors and the supervisors publish, with its drafts. No network is named in any of it.
EDITED = {
    "networks_libraryroutine", "networks_libraryversion", "networks_suggestion",
    "knowledge_article", "knowledge_article_topics", "knowledge_centres", "knowledge_change", "knowledge_citation",
    "knowledge_edition", "knowledge_entry", "knowledge_fact", "knowledge_film", "knowledge_film_topics",
    "knowledge_filmperson", "knowledge_home", "knowledge_newsitem", "knowledge_newsitem_topics", "knowledge_newslist",
    "knowledge_outsidereading", "knowledge_person", "knowledge_plain", "knowledge_plain_topics", "knowledge_printed",
    "knowledge_question", "knowledge_question_topics", "knowledge_questions", "knowledge_reading",
    "knowledge_readingstate", "knowledge_regionalcontact", "knowledge_section", "knowledge_source", "knowledge_tool",
    "knowledge_tool_topics", "knowledge_topic", "knowledge_votes", "knowledge_word",
}  # fmt: skip
LIBRARY = {
    "portal_cache", "auth_group", "auth_group_permissions",
    "account_emailaddress", "account_emailconfirmation", "mfa_authenticator",
    "socialaccount_socialaccount", "socialaccount_socialapp", "socialaccount_socialtoken",
    "guardian_groupobjectpermission", "guardian_userobjectpermission",
    "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
    "taggit_tag", "taggit_taggeditem", "wagtailadmin_admin", "wagtailadmin_editingsession", "wagtailadmin_formstate",
    "wagtailcore_collection", "wagtailcore_collectionviewrestriction", "wagtailcore_collectionviewrestriction_groups",
    "wagtailcore_comment", "wagtailcore_commentreply", "wagtailcore_groupapprovaltask",
    "wagtailcore_groupapprovaltask_groups", "wagtailcore_groupcollectionpermission", "wagtailcore_grouppagepermission",
    "wagtailcore_groupsitepermission", "wagtailcore_locale", "wagtailcore_modellogentry", "wagtailcore_page",
    "wagtailcore_pagelogentry", "wagtailcore_pagesubscription", "wagtailcore_pageviewrestriction",
    "wagtailcore_pageviewrestriction_groups", "wagtailcore_referenceindex", "wagtailcore_revision", "wagtailcore_site",
    "wagtailcore_task", "wagtailcore_taskstate", "wagtailcore_uploadedfile", "wagtailcore_workflow",
    "wagtailcore_workflowcontenttype", "wagtailcore_workflowpage", "wagtailcore_workflowstate", "wagtailcore_workflowtask",
    "wagtaildocs_document", "wagtailredirects_redirect", "wagtailimages_image", "wagtailimages_rendition", "wagtailsearch_indexentry", "wagtailusers_userprofile",
}  # fmt: skip
# A unique index of a private table that does not hold the network, and why nobody learns anything from it.
UNIQUE_ELSEWHERE = {
    "networks_calendarfeed_token_hash_key": "The same as of an invitation's.",
    "networks_network": "The network is its own; its address and its join link are unique in the whole portal.",
    "networks_invitation_token_hash_key": "The hash of 256 random bits: it cannot be guessed.",
}
# A foreign key from one private table to another that does not compare the network, and why.
NOT_COMPARED: dict[str, str] = {}
