"""The youth post (Posmaja): what is measured and what follows, the confidential interview, whether a post goes on."""
