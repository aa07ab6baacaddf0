def test_install(db):
    pass
